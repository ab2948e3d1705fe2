"""The parameters of a request, whether they came as a query, a form or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_errors import wrong


class Params:
    """Reads parameters as the server does: in forms and queries everything is text, absent and null are the same."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields

    def has(self, name: str) -> bool:
        """Whether the parameter was given, even empty."""
        return self.fields.get(name) is not None

    def text(self, name: str) -> str:
        """The parameter as text; empty when absent."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """The parameter as text. Raises invalid_arguments when it is absent or empty."""
        if not (value := self.text(name)):
            raise wrong("invalid_arguments", f"[ERROR] missing required field: {name} [json-pointer:/]")
        return value

    def number(self, name: str, default: int) -> int:
        """The parameter as an integer."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise wrong("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]") from None

    def flag(self, name: str, default: bool = False) -> bool:
        """The parameter as a boolean."""
        return self.text(name).lower() in ("1", "true") if self.has(name) else default

    def tree(self, name: str, broken: str) -> Any:
        """The parameter as JSON; None when absent. Raises the error `broken` for what is no JSON."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise wrong(broken) from None
