"""HTML parse mode, read strictly.

The tags and their attributes are those of the Bot API's "HTML style"; the complaints are the server's. In one thing
this reader is stricter than the hosted server, and on purpose: a bare `&` or `>` and any named entity besides lt, gt,
amp and quot are refused. The documentation forbids them, the server lets them pass as literal text, and in our tests
they mean that somebody's words reached a message without being escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.fakes.telegram_errors import ApiError, Json, bad_request

_SPECIAL = re.compile(r"[<>&]")
_NAME = re.compile(r"<([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_TAG_END = re.compile(r"\s*>")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d+)|#[xX]([0-9a-fA-F]+));")
_LINK = re.compile(r"(?i)(?:https?://|tg://|mailto:|tel:)\S+$")

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
MOST_ENTITIES = 100  # the server keeps that many and drops the rest without a word (MessageLimit.MESSAGE_ENTITIES)


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the measure of entity offsets."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


@dataclass
class Open:
    """A tag that waits for its end."""

    name: str
    offset: int
    byte: int
    attributes: dict[str, str]
    language: str = ""


@dataclass
class HtmlReader:
    """Reads one message; `text` and `entities` are the result."""

    html: str
    text: str = ""
    offset: int = 0
    entities: list[Json] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    def read(self) -> HtmlReader:
        at = 0
        while special := _SPECIAL.search(self.html, at):
            self._write(self.html[at : special.start()])
            at = self._step(special.start())
        self._write(self.html[at:])
        if self.open:
            raise self._complaint(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        del self.entities[MOST_ENTITIES:]
        return self

    def _step(self, at: int) -> int:
        if self.html[at] == "&":
            return self._entity(at)
        if self.html[at] == ">":
            raise self._complaint(f"Unescaped '>' at byte offset {self._byte(at)}")
        return self._end(at) if self.html.startswith("</", at) else self._start(at)

    def _entity(self, at: int) -> int:
        found = _ENTITY.match(self.html, at)
        number = 0 if found is None else int(found[2] or found[3] or "0", 16 if found[3] else 10)
        if found is None or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or (not found[1] and not number):
            raise self._complaint(f"Unescaped '&' or unsupported entity at byte offset {self._byte(at)}")
        self._write(_NAMED[found[1]] if found[1] else chr(number))
        return found.end()

    def _start(self, at: int) -> int:
        byte = self._byte(at)
        found = _NAME.match(self.html, at)
        name = found[1].lower() if found else ""
        if found is None or name not in _TYPES:
            raise self._complaint(f'Unsupported start tag "{name}" at byte offset {byte}')
        at, attributes = found.end(), {}
        while pair := _ATTRIBUTE.match(self.html, at):
            attributes[pair[1].lower()] = decoded(pair[2] or pair[3] or pair[4] or "")
            at = pair.end()
        end = _TAG_END.match(self.html, at)
        if end is None:
            raise self._complaint(f'Unclosed start tag "{name}" at byte offset {byte}')
        self._check(name, attributes, byte)
        self.open.append(Open(name, self.offset, byte, attributes))
        return end.end()

    def _check(self, name: str, attributes: dict[str, str], byte: int) -> None:
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
        if name == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise self._complaint("Invalid custom emoji identifier specified")

    def _end(self, at: int) -> int:
        byte = self._byte(at)
        found = _END_TAG.match(self.html, at)
        if not self.open:
            raise self._complaint(f"Unexpected end tag at byte offset {byte}")
        if found is None:
            raise self._complaint(f"Unclosed end tag at byte offset {byte}")
        tag, name = self.open.pop(), found[1].lower()
        if name not in ("", tag.name):
            raise self._complaint(
                f'Unmatched end tag at byte offset {byte}, expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(tag)
        return found.end()

    def _close(self, tag: Open) -> None:
        length = self.offset - tag.offset
        language = tag.attributes.get("class", "").removeprefix("language-") if tag.name == "code" else ""
        if language and self.open and self.open[-1].name == "pre" and self.open[-1].offset == tag.offset:
            self.open[-1].language = language
        elif length and (kind := self._kind(tag)):
            self.entities.append({"type": _TYPES[tag.name], "offset": tag.offset, "length": length} | kind)

    def _kind(self, tag: Open) -> Json | None:
        """What an entity says beyond its place; None for a link that leads nowhere, which the server drops."""
        if tag.name == "a":
            link = tag.attributes.get("href") or self.text.encode("utf-16-le")[tag.offset * 2 :].decode("utf-16-le")
            return {"url": link} if _LINK.match(link) else None
        if tag.name == "pre" and tag.language:
            return {"language": tag.language}
        if tag.name == "tg-emoji":
            return {"custom_emoji_id": tag.attributes["emoji-id"]}
        return {"type": "expandable_blockquote"} if "expandable" in tag.attributes else {"type": _TYPES[tag.name]}

    def _write(self, piece: str) -> None:
        self.text += piece
        self.offset += utf16(piece)

    def _byte(self, at: int) -> int:
        return len(self.html[:at].encode())

    def _complaint(self, why: str) -> ApiError:
        return bad_request(f"can't parse entities: {why}")


def decoded(value: str) -> str:
    """An attribute's value with its entities resolved."""
    return _ENTITY.sub(lambda m: _NAMED[m[1]] if m[1] else chr(int(m[2] or m[3], 16 if m[3] else 10)), value)
