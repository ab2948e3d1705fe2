"""The parameters of a request, whichever of the three forms they came in: form, JSON or multipart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram_errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file of a multipart request."""

    name: str
    content: bytes
    mime: str


class Params:
    """Reads parameters as the server does: everything may be text, absent and empty are the same."""

    def __init__(self, fields: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.fields = fields
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Whether the parameter was given at all, even empty."""
        return name in self.fields

    def text(self, name: str) -> str:
        """The parameter as text; empty when absent."""
        value = self.fields.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """The parameter as an integer; the server reads what is no number as absent."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """The parameter as a boolean: "true", "yes" and "1" are true."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def tree(self, name: str, what: str = "") -> Any:
        """The parameter as JSON; None when absent. Raises 400 for what is no JSON."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None
