"""The published Bot API as checks: every method's parameters, down to the fields of nested objects.

A real server ignores what it does not know. This one refuses it, because a misspelt parameter can be found in no other
way. What only this server refuses begins with "sandbox:"; where the real one has a text of its own, that text is used.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sandbox.errors import ApiError, bad_request

Check = Callable[[Any], None]

# Parameters whose parse errors the real server introduces with the name of the type.
PARSED_AS = {
    "commands": "BotCommand",
    "scope": "BotCommandScope",
    "entities": "MessageEntity",
    "caption_entities": "MessageEntity",
    "menu_button": "menu button",
}
# What it calls a parameter that is no JSON at all.
JSON_NAMES = {
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
    "scope": "BotCommandScope",
    "menu_button": "menu button",
}
# What it says of a required parameter that is absent.
MISSING = {"chat_id": "chat_id is empty", "text": "message text is empty"}
TRUTHS = {"true": True, "1": True, "yes": True, "t": True, "false": False, "0": False, "no": False, "f": False}


class Mismatch(Exception):
    """A value that is not what the specification says, and where it sits inside its parameter."""

    def __init__(self, reason: str, missing: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing = missing
        self.path: list[str] = []


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    content: bytes
    file_name: str
    mime_type: str


def _scalar(name: str, accepted: tuple[type, ...]) -> Check:
    def check(value: Any) -> None:
        if type(value) not in accepted:
            raise Mismatch(f"must be {name}")

    return check


def _file(value: Any) -> None:
    if not isinstance(value, Upload) and not (isinstance(value, str) and value.startswith("attach://")):
        raise Mismatch("must be an uploaded file")


def _constant(expected: str) -> Check:
    def check(value: Any) -> None:
        if value != expected:
            raise Mismatch(f"must be '{expected}'")

    return check


SCALARS: dict[str, Check] = {
    "String": _scalar("String", (str,)),
    "Integer": _scalar("Integer", (int,)),
    "Float": _scalar("Float", (int, float)),
    "Boolean": _scalar("Boolean", (bool,)),
    "InputFile": _file,
}


def _array(item: Check) -> Check:
    def check(value: Any) -> None:
        if type(value) is not list:
            raise Mismatch("must be an Array")
        for index, entry in enumerate(value):
            try:
                item(entry)
            except Mismatch as mismatch:
                mismatch.path.insert(0, f"[{index}]")
                raise

    return check


class Types:
    """Checks of the types, compiled once each; types may refer to themselves."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._checks: dict[str, Check] = dict(SCALARS)

    def check(self, name: str) -> Check:
        if name.startswith("Array of "):
            return _array(self.check(name.removeprefix("Array of ")))
        if name not in self._checks:
            definition = self._data[name]
            if "one_of" in definition:
                self._checks[name] = self.any_of(definition["one_of"])
            else:
                self._compile_object(name, definition["fields"])
        return self._checks[name]

    def any_of(self, names: list[str]) -> Check:
        if len(names) == 1:
            return self.check(names[0])
        if all(name.startswith("Array of ") for name in names):
            return _array(self.any_of([name.removeprefix("Array of ") for name in names]))
        if all(name in self._data and "fields" in self._data[name] and name not in SCALARS for name in names):
            return self._one_object_of(names)
        checks = [self.check(name) for name in names]

        def check(value: Any) -> None:
            for alternative in checks:
                try:
                    return alternative(value)
                except Mismatch:
                    continue
            raise Mismatch(f"must be {' or '.join(names)}")

        return check

    def _compile_object(self, name: str, fields: Mapping[str, Any]) -> None:
        known: dict[str, tuple[Check, bool]] = {}
        required = [field for field, definition in fields.items() if definition["required"]]

        def check(value: Any) -> None:
            if type(value) is not dict:
                raise Mismatch(f"must be an Object ({name})")
            for key, item in value.items():
                if key not in known:
                    raise Mismatch(f"has an unknown field '{key}' ({name})")
                field_check, is_required = known[key]
                if item is None and not is_required:
                    continue
                try:
                    field_check(item)
                except Mismatch as mismatch:
                    mismatch.path.insert(0, key)
                    raise
            for key in required:
                if key not in value:
                    raise Mismatch(f"lacks the field '{key}' ({name})", missing=key)

        self._checks[name] = check
        for field, definition in fields.items():
            constant = definition.get("const")
            field_check = _constant(constant) if constant else self.any_of(definition["types"])
            known[field] = (field_check, definition["required"])

    def _one_object_of(self, names: list[str]) -> Check:
        """Told apart by the constant in `type`, `source` or `status`, or else by the fields they have."""
        candidates = [(self._discriminator(name), set(self._data[name]["fields"]), self.check(name)) for name in names]

        def check(value: Any) -> None:
            if type(value) is not dict:
                raise Mismatch(f"must be an Object ({' or '.join(names)})")
            fitting = [c for c in candidates if c[0] is None or value.get(c[0][0]) == c[0][1]]
            if not fitting:
                raise Mismatch("Unsupported type specified")
            max(fitting, key=lambda candidate: len(candidate[1] & value.keys()))[2](value)

        return check

    def _discriminator(self, name: str) -> tuple[str, str] | None:
        fields = self._data[name]["fields"]
        return next(((field, d["const"]) for field, d in fields.items() if "const" in d), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: decodes what came in the request, then checks it."""

    name: str
    required: bool
    decode: Callable[[str, str], Any]
    check: Check

    def read(self, raw: Any, method: str) -> Any:
        """Raises ApiError."""
        value = self.decode(raw, self.name) if type(raw) is str else raw
        try:
            self.check(value)
        except Mismatch as mismatch:
            raise self._refusal(mismatch, method) from None
        return value

    def _refusal(self, mismatch: Mismatch, method: str) -> ApiError:
        if self.name == "reply_markup" and not mismatch.path and "must be an Object" in mismatch.reason:
            return bad_request("object expected as reply markup")
        lacking = f'Can\'t find field "{mismatch.missing}"' if mismatch.missing else None
        if lacking and "inline_keyboard" in mismatch.path:
            return bad_request(f"can't parse inline keyboard button: {lacking}")
        if lacking and "keyboard" in mismatch.path:
            return bad_request(f"can't parse keyboard button: {lacking}")
        if self.name in PARSED_AS and (lacking or mismatch.reason == "Unsupported type specified"):
            return bad_request(f"can't parse {PARSED_AS[self.name]}: {lacking or mismatch.reason}")
        place = "".join(part if part.startswith("[") else f".{part}" for part in mismatch.path)
        return bad_request(f"sandbox: {self.name}{place} of {method} {mismatch.reason}")


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API."""

    name: str
    parameters: Mapping[str, Parameter]
    required: tuple[str, ...]

    def read(self, raw: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """The checked parameters, each in its own type. Raises ApiError."""
        values: dict[str, Any] = {}
        for name, value in raw:
            parameter = self.parameters.get(name)
            if parameter is None:
                if isinstance(value, Upload):
                    continue  # the file an "attach://" names
                raise bad_request(f"sandbox: unknown parameter '{name}' of {self.name}")
            if value is not None:
                values[name] = parameter.read(value, self.name)
        for name in self.required:
            if name not in values:
                raise bad_request(MISSING.get(name, f"sandbox: parameter '{name}' of {self.name} is required"))
        return values


def _decoder(types: list[str]) -> Callable[[str, str], Any]:
    if types in (["Integer"], ["Integer", "String"]):
        return _integer
    if "String" in types or types == ["InputFile"]:
        return lambda raw, _: raw
    return {"Boolean": _boolean, "Float": _number}.get(types[0], _json)


def _integer(raw: str, _: str) -> Any:
    digits = raw.strip().removeprefix("-")
    return int(raw) if digits.isascii() and digits.isdigit() else raw


def _number(raw: str, _: str) -> Any:
    try:
        return float(raw)
    except ValueError:
        return raw


def _boolean(raw: str, _: str) -> Any:
    return TRUTHS.get(raw.strip().lower(), raw)


def _json(raw: str, name: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request(f"can't parse {JSON_NAMES.get(name, name)} JSON object") from None


@lru_cache(maxsize=1)
def methods() -> Mapping[str, Method]:
    """Every method of Bot API 10.0 by its name in small letters."""
    data = json.loads(files("sandbox").joinpath("data/bot_api_10.0.json").read_text("utf-8"))
    types = Types(data["types"])
    compiled = {}
    for name, definition in data["methods"].items():
        parameters = {
            p: Parameter(p, d["required"], _decoder(d["types"]), types.any_of(d["types"]))
            for p, d in definition["parameters"].items()
        }
        required = tuple(p for p, d in definition["parameters"].items() if d["required"])
        compiled[name.lower()] = Method(name, parameters, required)
    return compiled
