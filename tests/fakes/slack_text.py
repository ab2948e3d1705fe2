"""mrkdwn as Slack reads it: what a text says to a person, and whom it would call or lead away.

Of `&`, `<` and `>` only `&amp;`, `&lt;` and `&gt;` are ways to write them; whatever stands between a bare `<` and `>`
acts: `<@U…>` calls a person, `<!channel>` everybody, `<https://…|label>` leads away under another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Names = Callable[[str], str]

_TOKEN = re.compile(r"<([^<>\n]+)>")
_URL = re.compile(r"(?:https?|mailto|tel|slack):", re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>|\"']+")
_CALL = re.compile(r"(?<![\w@])@(here|channel|everyone)\b")
_STYLES = [re.compile(rf"(?<![\w{mark}]){mark}(\S(?:[^\n]*?\S)?){mark}(?![\w{mark}])") for mark in (r"\*", "_", "~")]
_CODE = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_TYPED = re.compile(r"(?P<url>https?://[^\s<>]+)|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]+\w)")


@dataclass(frozen=True)
class Reading:
    """A text as read (`plain`), and what in it acts: ids called, whole groups called, (url, label) of each link."""

    plain: str = ""
    mentions: tuple[str, ...] = ()
    broadcasts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            "\n".join(part for part in (self.plain, other.plain) if part),
            self.mentions + other.mentions,
            self.broadcasts + other.broadcasts,
            self.links + other.links,
        )

    def silent(self) -> Reading:
        """What acts, without the words: for a fallback text that nobody reads beside blocks."""
        return Reading("", self.mentions, self.broadcasts, self.links)


def unescape(text: str) -> str:
    """The characters that a sender must write as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """The same the other way."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(text: str, names: Names, *, verbatim: bool = False, link_names: bool = False) -> Reading:
    """Read mrkdwn. `names` turns ids into names; `verbatim` leaves bare addresses alone; `link_names` calls @here."""
    mentions: list[str] = []
    broadcasts: list[str] = []
    links: list[tuple[str, str]] = []
    words: list[str] = []
    place = 0
    for found in [*_TOKEN.finditer(text), None]:
        bare = text[place : found.start() if found else len(text)]
        if link_names:
            broadcasts += _CALL.findall(bare)
        if not verbatim:
            links += [(unescape(url), unescape(url)) for url in _BARE_URL.findall(bare)]
        words.append(bare)
        if found is None:
            break
        place = found.end()
        words.append(_acts(found[1], names, mentions, broadcasts, links))
    return Reading(unescape(_styled("".join(words))), tuple(mentions), tuple(broadcasts), tuple(links))


def _acts(token: str, names: Names, mentions: list[str], broadcasts: list[str], links: list[tuple[str, str]]) -> str:
    target, _, label = token.partition("|")
    if target[0] in "@#":
        mentions.append(target[1:])
        return target[0] + escape(names(target[1:]))
    if target.startswith("!date^"):
        return label
    if target[0] == "!":
        broadcasts.append(target[1:])
        return label or f"@{target[1:]}"
    if _URL.match(target):
        links.append((unescape(target), unescape(label or target)))
        return label or target
    return f"&lt;{token}&gt;"


def _styled(text: str) -> str:
    """Without the marks of bold, italic, struck and code."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] if found[1] is not None else found[2])
        return f"\0{len(kept) - 1}\0"

    text = _CODE.sub(keep, text)
    for style in _STYLES:
        text = style.sub(r"\1", text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def typed(text: str, ids: dict[str, str]) -> str:
    """What a client makes of typed words: entities, `<@U…>` for names in `ids`, addresses between `<` and `>`."""
    text = escape(text)
    for name in sorted(ids, key=len, reverse=True):
        text = re.sub(rf"(?<![\w@])@{re.escape(escape(name))}(?!\w)", f"<@{ids[name]}>", text)
    return _TYPED.sub(lambda found: f"<{found[0]}>" if found["url"] else f"<mailto:{found[0]}|{found[0]}>", text)
