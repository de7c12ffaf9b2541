"""The project's own files, as these tests read them."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: What is made on a machine and never belongs to the project.
_MADE = re.compile(r"\.venv|\.git|__pycache__|\..*_cache|\.hypothesis|.*\.egg-info|\.env|\.coverage.*|.*\.sqlite3.*")


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Every file of the project, or those whose names end so."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(name for name in folders if not _MADE.fullmatch(name))
        for name in sorted(names):
            if not _MADE.fullmatch(name) and (not suffixes or name.endswith(suffixes)):
                yield Path(folder, name)


def place(path: Path) -> str:
    """Where in the project it is: bot/handlers/errors.py."""
    return path.relative_to(ROOT).as_posix()


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), place(path))
