"""Texts are whole sentences: a language puts its words in another order, and bends them.

What can be seen in the syntax tree is looked for: a text put into the middle of another one, two texts glued in one
line, words beside a text that no catalogue has, and a fragment of which no translator could know where it stands.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.project.support import files, place, syntax
from tests.project.texts_in_code import all_said, constant, function_of, name_of

#: Functions whose text may stand in another one, and why no language bends it there.
PHRASES = {
    "category": "the name of a category, set apart by a colon or a dot",
    "role": "the name of a role, set apart by a colon",
    "media": "the kind of a file, in brackets",
    "moment": "a moment as it stands in a list, set apart",
    "said_moment": "a moment as it is said in a sentence: an entry of its own for that",
    "state": "how a complaint stands, set apart by a dot",
    "origin": "why points came, before a sign of multiplication",
    "purpose_name": "the name of a kind of message, set apart by a colon in every language but two",
    "birthday_day": "a day",
    "with_worth": "an amount",
    "_countdown": "a time",
    "author": "a name",
    "_duration": "a counted phrase",
    "_moment": "a moment",
}
#: What may part two texts in one line: they are set apart, not made one sentence.
SEPARATORS = re.compile(r"\n|·|, |: |→|\(| {2}|•")
_TAG = re.compile(r"<[^>]*>")


def glued(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines in which texts are put together, and what is wrong with it."""
    yield from ((line, f"{source} within a text") for line, source in put_in(module) if not _stands_apart(source))
    for function, texts in _functions(module):
        for node in ast.walk(function):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
                yield from ((node.lineno, fault) for fault in _faults_in_a_row(parts, texts))
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                yield from ((node.lineno, fault) for fault in _faults_in_a_row(list(_summands(node)), texts))


def put_in(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines in which a text is formatted into another one, and whose text it is."""
    for function, texts in _functions(module):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and name_of(node.func) == "format" and _source(node.func, texts):
                sources = (_source(keyword.value, texts) for keyword in node.keywords)
                yield from ((node.lineno, source) for source in sources if source)


def _functions(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, dict[str, str]]]:
    """Each function with its variables that hold a text."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            yield node, _texts_by_name(node)


def _texts_by_name(function: ast.FunctionDef) -> dict[str, str]:
    """Variables of a function that hold a text, each with whose it is."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = _source(node.value, found)
    return found


def _source(node: ast.AST, texts: dict[str, str]) -> str:
    """Whose text an expression is: a function's of ours, gettext's, a counted phrase; "" if it is none."""
    if isinstance(node, ast.Name):
        return texts.get(node.id, "")
    if isinstance(node, ast.Attribute) and node.attr == "format":
        return _source(node.value, texts)
    if isinstance(node, ast.IfExp | ast.BoolOp):
        parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
        return next(filter(None, (_source(part, texts) for part in parts)), "")
    if not isinstance(node, ast.Call):
        return ""
    if function := function_of(node):
        counted = function == "ngettext" and re.fullmatch(r"\{n\} [^\W\d_]+", constant(node.args[0]) or "")
        return "a counted phrase" if counted else "gettext"
    if name_of(node.func) == "format":
        return _source(node.func, texts)
    first = node.args[0] if node.args else None
    return name_of(node.func) if first is not None and name_of(first) == "words" else ""


def _stands_apart(source: str) -> bool:
    return source == "a counted phrase" or source in PHRASES


def _summands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _summands(node.left)
        yield from _summands(node.right)
    else:
        yield node


def _faults_in_a_row(parts: list[ast.expr], texts: dict[str, str]) -> Iterator[str]:
    """Of what is put together: texts and what is between them."""
    sources = [_source(part, texts) for part in parts]
    if not any(sources):
        return
    between: str | None = None
    for part, source in zip(parts, sources, strict=True):
        fixed = constant(part)
        if fixed is not None and re.search(r"[^\W\d_]", _TAG.sub("", fixed)):
            yield f"{fixed!r} is in no catalogue"
        if source:
            if between is not None and not SEPARATORS.search(between):
                yield "two texts in one line"
            between = ""
        elif between is not None:
            between += "·" if fixed is None else fixed


def test_no_text_is_glued() -> None:
    """Neither into another one nor to another one."""
    found = [
        f"{place(path)}:{line}: {fault}"
        for path in files(".py", under="bot/handlers")
        for line, fault in glued(syntax(path))
    ]
    assert found == []


def test_no_exception_is_left_over() -> None:
    """Each of the phrases still stands in some text."""
    wanted = {source for path in files(".py", under="bot/handlers") for _line, source in put_in(syntax(path))}
    assert PHRASES.keys() - wanted == set()


def test_a_fragment_says_where_it_stands() -> None:
    """A text that begins with a small letter is a part of something: its context tells a translator of what."""
    small = {said.key: said.place for said in all_said() if said.texts[0][0].islower() and not said.context}
    assert small == {}


@pytest.mark.parametrize(
    "line",
    [
        "_('{who} invited you').format(who=_('A friend'))",
        "_('{who} invited you').format(who=name or _('A friend'))",
        "name = _('A friend')\n    _('{who} invited you').format(who=name)",
        "_('It brings no points.') + ' ' + now_have(words, balance)",
        "earned = _('You get 5')\n    f'{earned} {promise(words, view)}'",
        "f'{_(\"You have\")} points'",
        "_('You have ') + 'points'",
        "_('Why {thing}').format(thing=reason(words, kind))",
    ],
)
def test_glue_is_seen(line: str) -> None:
    """Whatever the way of putting texts together."""
    assert list(glued(ast.parse(f"def text(words):\n    {line}")))


@pytest.mark.parametrize(
    "line",
    [
        "_('Yours: {n}').format(n=words.number(7))",
        "'🧾 ' + _('Paid')",
        "_('Paid') + '\\n' + _('Thank you')",
        'f\'{_("Paid")} · {_("open")}\'',
        "_('{days} before').format(days=words.ngettext('{n} day', '{n} days', 7).format(n=7))",
        "f'<b>{_(\"Paid\")}</b>'",
    ],
)
def test_what_is_set_apart_may_stand_in_one_line(line: str) -> None:
    """Signs, amounts, counted phrases, and lists."""
    assert not list(glued(ast.parse(f"def text(words):\n    {line}")))
