"""Whoever writes for somebody asks first who that is now: another replica may have changed it since they were read."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from tests.project.use_cases import use_cases

#: Those that write, by name.
WRITING = {name: found for name, found in use_cases().items() if "transaction" in inspect.signature(found).parameters}
#: How each of them begins.
FIRST = "actor = await acting(transaction, actor, "


def first_statement(function: Callable[..., Any]) -> str:
    """After the docstring; of a `try`, the first one inside."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.AsyncFunctionDef)
    first = definition.body[1] if ast.get_docstring(definition) else definition.body[0]
    return ast.unparse(first.body[0] if isinstance(first, ast.Try) else first)


@pytest.mark.parametrize("name", WRITING)
def test_a_deed_begins_with_who_acts(name: str) -> None:
    """Nothing is locked or read before: the order of locks is people, accounts, the rest."""
    assert first_statement(WRITING[name]).startswith(FIRST)


def test_those_that_write_are_found() -> None:
    """Some by name, so that the one above cannot pass by finding nothing."""
    assert {"purchases.record", "complaints.open_complaint", "privacy.forget", "ratings.comment"} <= set(WRITING)
    assert "history.page" not in WRITING
