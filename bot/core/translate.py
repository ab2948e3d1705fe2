"""Drawing: texts and cards into spans, in one reader's language and zone."""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location

from bot.core.catalogue import LOCALES, translate
from bot.model.card import Button, Card, Drawn, DrawnButton
from bot.model.letters import with_commas
from bot.model.text import (
    Code,
    Day,
    Hour,
    Joined,
    Language,
    Link,
    Moment,
    Sentence,
    Slash,
    Span,
    Style,
    T,
    Text,
    ZoneName,
)
from bot.model.values import Words

_PARTS = re.compile(r"(\{[a-z_0-9]+\}|\*|`|(?<![\w/:}])/(?=[a-z]))")
_CLOSING = "”»"  # behind it stands what is ours, not the quoted writer's
# Marks that turn the direction of letters until another mark comes (Unicode, UAX 9, 2.1-2.4): a person's words could
# turn the line around them, and what stands there would read otherwise than it is.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_MARKS = {"*": Style.BOLD, "`": Style.CODE}
_ZONES = {"Europe/Bucharest": T("Romanian time")}
# Words that are not in the reader's language say which language they are in, as "(in Romanian)".
_IN_LANGUAGE = {
    "ro": T("in Romanian"),
    "en": T("in English"),
    "hu": T("in Hungarian"),
    "de": T("in German"),
    "sr": T("in Serbian"),
}


@dataclass(frozen=True)
class Reader:
    """For whom something is drawn: a language we speak, an IANA zone, and what stands before a command's name there."""

    language: str
    zone: str
    prefix: str = "/"


@functools.lru_cache(maxsize=1024)  # of many readers of one card most read the same lines
def spans(content: Text, reader: Reader) -> tuple[Span, ...]:
    """A text in the reader's language; no part of it turns the direction of another."""
    return tuple(_merged(_shown(span) for span in _drawn(content, reader)))


def _shown(span: Span) -> Span:
    """A code is copied and compared, so its letters are never others than they are."""
    straight = span.text.translate(_TURNING)
    return Span(straight if span.style is Style.CODE else with_commas(straight), span.style, span.href)


def plain(content: Text, reader: Reader) -> str:
    """A text in the reader's language, without styles: for labels, toasts and file names."""
    return "".join(span.text for span in spans(content, reader))


def draw(card: Card, reader: Reader) -> Drawn:
    """A card in the reader's language, or in its own when it has one."""
    reader = replace(reader, language=card.language) if card.language else reader
    return Drawn(
        tuple(spans(line, reader) for line in card.lines),
        tuple(tuple(_button(button, reader) for button in row) for row in card.rows),
        card.documents,
        card.quiet,
        reader.language,
    )


def _button(button: Button, reader: Reader) -> DrawnButton:
    return DrawnButton(plain(button.label, reader), button.press.pack() if button.press else "", button.url)


def _drawn(content: Text, reader: Reader) -> Iterable[Span]:
    return _DRAW[type(content)](content, reader)


def _sentence(content: Sentence, reader: Reader) -> Iterable[Span]:
    count = content.values.get("n")
    template = translate(reader.language, content.msgid, content.plural, count if isinstance(count, int) else None)
    style = Style.PLAIN
    named = ""  # the language of the words before, still to be told
    for written in filter(None, _PARTS.split(template)):
        closing = written[0] if named and written[0] in _CLOSING else ""
        yield Span(closing + named, style)
        named, part = "", written[len(closing) :]
        if part in _MARKS:
            style = Style.PLAIN if style is _MARKS[part] else _MARKS[part]
        elif part == "/":
            yield Span(reader.prefix, style)
        elif part.startswith("{") and part[1:-1] in content.values:
            value = content.values[part[1:-1]]
            if isinstance(value, Words):
                value, named = _in_language(value, reader)
            for span in _drawn(value, reader):
                yield replace(span, style=style) if span.style is Style.PLAIN else span
        else:
            yield Span(part, style)
    yield Span(named, style)


def _words(content: Words, reader: Reader) -> Iterable[Span]:
    yield Span("".join(_in_language(content, reader)))


def _in_language(content: Words, reader: Reader) -> tuple[str, str]:
    """Words for the reader, and the name of their language where it is not the reader's."""
    text, language = content.choose(reader.language)
    if not text or language == reader.language:
        return text, ""
    named: Text = _IN_LANGUAGE.get(language, Language(language))
    return text, f" ({plain(named, reader)})"


def _joined(content: Joined, reader: Reader) -> Iterable[Span]:
    for number, part in enumerate(content.parts):
        if number:
            yield Span(content.between)
        yield from _drawn(part, reader)


def _zone_name(content: ZoneName, reader: Reader) -> Iterable[Span]:
    if content.zone in _ZONES:
        return _drawn(_ZONES[content.zone], reader)
    city = get_timezone_location(ZoneInfo(content.zone), locale=LOCALES[reader.language], return_city=True)
    return _drawn(T("{city} time", city=city), reader)


def _moment(content: Moment, reader: Reader) -> Iterable[Span]:
    local = content.at.astimezone(ZoneInfo(content.zone or reader.zone))
    yield Span(f"{long_day(local.date(), reader.language)}, {local:%H:%M}")


def _hour(content: Hour, reader: Reader) -> Iterable[Span]:
    yield Span(f"{content.at.astimezone(ZoneInfo(content.zone or reader.zone)):%H:%M}")


@functools.lru_cache(maxsize=1024)
def long_day(day: date, language: str) -> str:
    """`miercuri, 17 februarie 2021`: no date without its weekday."""
    return format_date(day, "EEEE, d MMMM y", locale=LOCALES[language])


def long_moment(at: datetime, reader: Reader) -> str:
    """An instant in the reader's zone, with its weekday."""
    return plain(Moment(at), reader)


def _language(content: Language, reader: Reader) -> Iterable[Span]:
    yield Span(LOCALES[reader.language].languages.get(content.code, content.code))


_DRAW: dict[type[Any], Callable[[Any, Reader], Iterable[Span]]] = {
    str: lambda content, _reader: (Span(content),),
    int: lambda content, _reader: (Span(str(content)),),
    Words: _words,
    Sentence: _sentence,
    Joined: _joined,
    Day: lambda content, reader: (Span(long_day(content.day, reader.language)),),
    Moment: _moment,
    Hour: _hour,
    ZoneName: _zone_name,
    Language: _language,
    Link: lambda content, _reader: (Span(content.label or content.href, Style.PLAIN, content.href),),
    Code: lambda content, _reader: (Span(content.text, Style.CODE),),
    Slash: lambda content, reader: (Span(reader.prefix + content.text),),
}


def _merged(parts: Iterable[Span]) -> Iterable[Span]:
    """Neighbours of one look become one span."""
    waiting: Span | None = None
    for part in parts:
        if not part.text:
            continue
        if waiting is not None and (waiting.style, waiting.href) == (part.style, part.href):
            waiting = Span(waiting.text + part.text, part.style, part.href)
            continue
        if waiting is not None:
            yield waiting
        waiting = part
    if waiting is not None:
        yield waiting
