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
#: Those that have to look first whom else they concern, before all are locked in one order.
LOOKING_FIRST = {"ratings.open_case": "raters = await queries.raters("}


def statements(function: Callable[..., Any]) -> list[str]:
    """After the docstring and the rights; of a `try`, the first one inside."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.AsyncFunctionDef)
    body = definition.body[1:] if ast.get_docstring(definition) else definition.body
    words = [ast.unparse(one.body[0] if isinstance(one, ast.Try) else one) for one in body]
    return words[words[0].startswith("actor.require(") :]


@pytest.mark.parametrize("name", WRITING)
def test_a_deed_begins_with_who_acts(name: str) -> None:
    """Nothing is locked or read before: the order of locks is people, accounts, the rest."""
    first, *rest = statements(WRITING[name])
    if name in LOOKING_FIRST:
        assert first.startswith(LOOKING_FIRST[name])
        first = rest[0]
    assert first.startswith(FIRST)


def test_those_that_write_are_found() -> None:
    """Some by name, so that the one above cannot pass by finding nothing."""
    assert {"purchases.record", "complaints.open_complaint", "privacy.forget", "ratings.comment"} <= set(WRITING)
    assert "history.page" not in WRITING
