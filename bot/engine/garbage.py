"""Python's cyclic garbage collector, in a process that lives long and makes few cycles; see `bot/__init__.py`."""

import gc


def freeze() -> None:
    """Leave alone from now on what there is once the program is loaded: it stays until the end."""
    gc.freeze()
