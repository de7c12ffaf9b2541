"""A disk that can be full: a small file system of its own, or where that is not allowed, a limit to the files' size."""

import errno
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "6m"
_UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Disk:
    """`own`: the folder is a file system of its own."""

    def __init__(self, folder: Path, *, own: bool) -> None:
        self._filler = folder / "filler"
        self._database = folder / "cafe.sqlite3"
        self.own = own

    @property
    def kind(self) -> str:
        return "a small file system" if self.own else "a limit to the size of files"

    def fill(self, process: int) -> None:
        if not self.own:
            written = Path(f"{self._database}-wal")
            size = written.stat().st_size if written.exists() else self._database.stat().st_size
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            return
        with self._filler.open("ab", buffering=0) as filler:
            for piece in (1 << 16, 1 << 10):
                _write_until_full(filler.write, piece)

    def free(self, process: int) -> None:
        if self.own:
            self._filler.unlink()
        else:
            resource.prlimit(process, resource.RLIMIT_FSIZE, _UNLIMITED)


def _write_until_full(write: Callable[[bytes], int | None], piece: int) -> None:
    try:
        while write(b"\0" * piece) == piece:
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    try:
        yield Disk(folder, own=mounted.returncode == 0)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
