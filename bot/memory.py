"""Python's search for garbage in circles, tuned for a process that lives long and makes few of them."""

import gc

#: Objects made beyond those that went, until the youngest are searched. With Python's 700 the search takes an eighth of
#: the processor's time under load; this many small ones take a few megabytes.
YOUNGEST = 20_000


def settle() -> None:
    """Leave alone from now on what there is once the program is loaded: it stays until the end."""
    gc.freeze()
    gc.set_threshold(YOUNGEST, 20, 20)
