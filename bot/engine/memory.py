"""Python's search for garbage in circles, in a process that lives long and makes few of them; see `bot/__init__.py`."""

import gc


def settle() -> None:
    """Leave alone from now on what there is once the program is loaded: it stays until the end."""
    gc.freeze()
