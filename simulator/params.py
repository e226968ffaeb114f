"""Owns the parameters of a Bot API call: form strings or JSON, read into the types that methods want."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.refusals import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along with a call."""

    name: str
    content: bytes


class Params:
    """The parameters of one call. Values may be typed (a JSON body) or strings (a form)."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        """Tell whether the parameter was given at all."""
        return self._values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return a string.

        Raises:
            Refused: 400 when it holds half a surrogate pair.
        """
        value = self._values.get(name)
        text = default if value is None else str(value)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise bad_request("strings must be encoded in UTF-8") from error
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number.

        Raises:
            Refused: 400 when it is none.
        """
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise bad_request(f'invalid {name} "{str(value)[:50]}" specified') from error

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return str(self._values.get(name, "")).strip().lower() in {"true", "1", "yes"}

    def json(self, name: str, kind: type, default: Any = None) -> Any:
        """Return a nested value, which may come as a JSON string; it must be of that type.

        Raises:
            Refused: 400 when it is no JSON or something else.
        """
        value = self._values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise bad_request(f"can't parse {name} JSON object") from error
        if not isinstance(value, kind):
            raise bad_request(f"object expected as {name}")
        return value

    def upload(self, name: str) -> Upload | None:
        """Return a file sent along under that name, or attached under another (`attach://`)."""
        value = self._values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload) else None
