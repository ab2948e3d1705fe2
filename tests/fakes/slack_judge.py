"""The tools for judging Block Kit: they collect complaints with a pointer to the place, in the server's words.

Lengths are counted in UTF-16 code units. Slack does not say how it counts, and this is the count that is never smaller.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_errors import Json


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


class Judge:
    """Complaints about one message or view. `root` is where pointers begin; ids have to be unique within it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.problems: list[str] = []
        self.length = 0
        self._ids: dict[str, set[str]] = {"action_id": set(), "block_id": set()}

    def complain(self, what: str, at: str) -> None:
        self.problems.append(f"[ERROR] {what} [json-pointer:{self.root}{at}]")

    def known(self, node: Json, fields: str, at: str) -> None:
        """Every property must be one of `fields`."""
        for name in node.keys() - set(fields.split()):
            self.complain(f"invalid additional property: {name}", at)

    def needs(self, node: Json, fields: str, at: str) -> bool:
        """Every one of `fields` must be there."""
        missing = [name for name in fields.split() if node.get(name) is None]
        for name in missing:
            self.complain(f"missing required field: {name}", at)
        return not missing

    def string(self, node: Json, name: str, at: str, most: int, least: int = 1) -> None:
        """A string, when it is there, of `least` to `most` characters."""
        value = node.get(name)
        if value is None:
            return
        if not isinstance(value, str):
            self.complain("must be a string", f"{at}/{name}")
        elif units(value) > most:
            self.complain(f"must be less than {most + 1} characters", f"{at}/{name}")
        elif units(value) < least:
            self.complain(f"must be more than {least - 1} characters", f"{at}/{name}")

    def object(self, value: Any, at: str) -> bool:
        """Whether it is an object; a complaint when not."""
        if not isinstance(value, dict):
            self.complain("must be an object", at)
        return isinstance(value, dict)

    def text(self, node: Json, name: str, at: str, most: int, kinds: str = "plain_text mrkdwn") -> None:
        """A text object, when it is there, of one of these kinds."""
        if node.get(name) is not None:
            self.text_object(node[name], f"{at}/{name}", most, kinds)

    def text_object(self, value: Any, at: str, most: int, kinds: str = "plain_text mrkdwn") -> None:
        if not self.object(value, at):
            return
        if value.get("type") not in kinds.split():
            self.complain(f"must be a valid enum value: {', '.join(kinds.split())}", f"{at}/type")
            return
        self.known(value, "type text emoji" if value["type"] == "plain_text" else "type text verbatim", at)
        self.needs(value, "text", at)
        self.string(value, "text", at, most)
        self.length += units(str(value.get("text", "")))

    def items(self, node: Json, name: str, at: str, most: int, least: int = 1) -> list[Any]:
        """A list, when it is there, of `least` to `most` items; what is no list counts as empty."""
        value = node.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.complain("must be an array", f"{at}/{name}")
            return []
        if len(value) > most:
            self.complain(f"no more than {most} items allowed", f"{at}/{name}")
        if len(value) < least:
            self.complain(f"no less than {least} items allowed", f"{at}/{name}")
        return value

    def unique(self, node: Json, name: str, at: str) -> None:
        """An id of up to 255 characters that no other has."""
        self.string(node, name, at, 255)
        value = node.get(name)
        if isinstance(value, str):
            if value in self._ids[name]:
                self.complain(f'{name} "{value}" already exists', f"{at}/{name}")
            self._ids[name].add(value)

    def number(self, node: Json, name: str, at: str, least: int, most: int) -> None:
        """An integer, when it is there, within bounds."""
        value = node.get(name)
        if value is None:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain("must be an integer", f"{at}/{name}")
        elif not least <= value <= most:
            self.complain(f"must be between {least} and {most}", f"{at}/{name}")

    def one_of(self, node: Json, name: str, at: str, words: str) -> None:
        """One of these words, when it is there."""
        if node.get(name) is not None and node[name] not in words.split():
            self.complain(f"must be a valid enum value: {', '.join(words.split())}", f"{at}/{name}")
