"""The texts in the code, found in its syntax tree: every call of gettext's functions, wherever it stands."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Catalog, Message

from tests.project.support import ROOT, files, place, syntax

#: gettext's functions, and the names under which they are called beside their own.
ALIASES = {"gettext": "_", "ngettext": "n_", "pgettext": "p_"}
#: Where each has its context, if any, and its texts.
ARGUMENTS: dict[str, tuple[int | None, tuple[int, ...]]] = {
    "gettext": (None, (0,)),
    "ngettext": (None, (0, 1)),
    "pgettext": (0, (1,)),
    "npgettext": (0, (1, 2)),
}
_OF_ALIAS = {alias: name for name, alias in ALIASES.items()}
#: The key of a message: its context, if any, and its English text.
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Said:
    """A call of one of gettext's functions."""

    place: str
    call: ast.Call
    context: str | None
    #: One, or two where a number chooses.
    texts: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.context, self.texts[0]


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def function_of(node: ast.AST) -> str | None:
    """Which of gettext's functions a call is of."""
    if not isinstance(node, ast.Call):
        return None
    name = name_of(node.func)
    name = _OF_ALIAS.get(name, name)
    return name if name in ARGUMENTS else None


def constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said_in(module: ast.Module, at: str = "") -> Iterator[Said]:
    """All whose texts stand there as they are."""
    for node in ast.walk(module):
        if (function := function_of(node)) and isinstance(node, ast.Call):
            where, which = ARGUMENTS[function]
            found = [constant(node.args[index]) for index in which if index < len(node.args)]
            texts = tuple(text for text in found if text is not None)
            if len(texts) == len(which):
                context = None if where is None else constant(node.args[where])
                yield Said(f"{at}:{node.lineno}", node, context, texts)


@cache
def all_said() -> tuple[Said, ...]:
    return tuple(said for path in files(".py", under="bot") for said in said_in(syntax(path), place(path)))


@cache
def said_in_code() -> dict[Key, Message]:
    """Every text of the code as the catalogues should have it."""
    catalogue = Catalog()
    for said in all_said():
        catalogue.add(said.texts if len(said.texts) == 2 else said.texts[0], context=said.context)
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    return message.context, forms(message.id)[0]


def forms(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """One text, or one for each plural form."""
    return (texts or "",) if not isinstance(texts, list | tuple) else tuple(texts)


def misused(module: ast.Module) -> Iterator[ast.expr]:
    """Uses of gettext's functions whose texts nobody can collect: put together, or called by a name of their own."""
    proper: set[ast.AST] = {said.call.func for said in said_in(module)}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            proper |= {value for name, value in _assigned(node) if name_of(name) == ALIASES.get(name_of(value))}
        elif isinstance(node, ast.Call) and function_of(node) and node.func not in proper:
            proper.add(node.func)
            yield node
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in ARGUMENTS and node not in proper:
            yield node


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Names and values, also of `_, n_ = words.gettext, words.ngettext`."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def collected_keywords() -> dict[str, tuple[int | tuple[int, str], ...]]:
    """The functions whose texts `make strings` collects, besides Babel's own, as it is told in the Makefile."""
    words = (ROOT / "Makefile").read_text("utf-8").split()
    told = [words[index + 1] for index, word in enumerate(words) if word == "-k"]
    return {name: tuple(_index(one) for one in places.split(",")) for name, places in (one.split(":") for one in told)}


def _index(told: str) -> int | tuple[int, str]:
    return (int(told[:-1]), "c") if told.endswith("c") else int(told)
