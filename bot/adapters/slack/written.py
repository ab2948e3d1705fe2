"""What people write, as Slack brings it, back in their own letters.

In messages Slack escapes `&`, `<` and `>`, puts mentions and addresses into angle brackets, and calls emoji by name;
the last are found again in the message's blocks (Slack, "Formatting message text", "Rich text block").
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BRACKETS = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"(?:mailto:|tel:|https?://)")


def as_typed(text: str, blocks: object = None) -> str:
    """The text of a message as it was typed; `blocks` are those of the same message."""
    for name, letters in sorted(_emoji(blocks), key=lambda found: -len(found[0])):
        text = text.replace(f":{name}:", letters)
    return unescaped(_BRACKETS.sub(_in_brackets, text))


def unescaped(text: str) -> str:
    """Slack's three escapes undone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _in_brackets(match: "re.Match[str]") -> str:
    target, _, label = match[1].partition("|")
    if target[:1] in ("@", "#"):
        return target[0] + (label or target[1:]).removeprefix(target[0])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or _SCHEME.sub("", address, count=1) == _SCHEME.sub("", label, count=1):
        return label or address
    return f"{label} ({address})"


def _emoji(blocks: object) -> Iterator[tuple[str, str]]:
    """The emoji of a message: name and letters."""
    if isinstance(blocks, list):
        for one in blocks:
            yield from _emoji(one)
    elif isinstance(blocks, Mapping):
        if blocks.get("type") == "emoji":
            letters = _letters(blocks)
            if letters:
                yield _name(blocks), letters
        else:
            yield from _emoji(blocks.get("elements"))


def _name(emoji: Mapping[str, Any]) -> str:
    tone = emoji.get("skin_tone")
    return f"{emoji.get('name')}::skin-tone-{tone}" if tone else str(emoji.get("name"))


def _letters(emoji: Mapping[str, Any]) -> str:
    """`1f469-200d-1f3a4` in letters; "" for an emoji of this workspace only, which has no letters."""
    try:
        return "".join(chr(int(code, 16)) for code in str(emoji.get("unicode") or "").split("-") if code)
    except (ValueError, OverflowError):
        return ""
