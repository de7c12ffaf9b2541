"""One call of a Bot API method, checked against the specification."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.specification import Upload
from sandbox.world import Chat, World

Json = dict[str, Any]


@dataclass(slots=True)
class Call:
    """The world it happens in, its parameters in their own types, and the files that came with it by field name."""

    world: World
    values: Json
    uploads: Mapping[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def chat(self) -> Chat:
        return self.world.chat(self.values["chat_id"])
