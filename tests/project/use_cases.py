"""The use cases of loyalty/, found by looking: whatever acts for somebody and can be called from outside."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import loyalty
from loyalty.actor import Actor

UseCase = Callable[..., Coroutine[Any, Any, Any]]


def use_cases() -> dict[str, UseCase]:
    """By name, as in `cards.renew`: what the modules and packages of loyalty/ offer that takes an actor."""
    return {
        f"{module}.{name}": function
        for module, offered in _modules()
        for name, function in offered.items()
        if inspect.iscoroutinefunction(function) and _parameters(function).get("actor") is Actor
    }


def _modules() -> Iterator[tuple[str, dict[str, Any]]]:
    """A package offers what it says in `__all__`, a module what it defines without an underscore."""
    for found in pkgutil.iter_modules(loyalty.__path__):
        module = importlib.import_module(f"loyalty.{found.name}")
        names = getattr(module, "__all__", None) or [
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
        ]
        yield found.name, {name: getattr(module, name) for name in names}


def _parameters(function: UseCase) -> dict[str, Any]:
    return {name: parameter.annotation for name, parameter in inspect.signature(function).parameters.items()}


def needed(function: UseCase) -> Iterator[str]:
    """The parameters it cannot do without, apart from who acts and where."""
    for name, parameter in inspect.signature(function).parameters.items():
        can_do_without = parameter.default is not parameter.empty or parameter.kind is parameter.VAR_KEYWORD
        if name not in {"reading", "transaction", "actor"} and not can_do_without:
            yield name


def names_things(function: UseCase) -> set[str]:
    """The parameters by which it is told of a row that may be somebody else's."""
    return {name for name in _parameters(function) if name == "number" or name == "key" or name.endswith("_id")}
