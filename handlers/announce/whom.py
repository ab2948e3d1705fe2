"""To whom: segments of organisations, and people by their answer to an event."""

from collections.abc import Callable, Mapping

from bot.core import Look
from bot.core.translate import Reader, plain
from bot.model.form import Complaint
from bot.model.text import Joined, T, Text
from bot.model.values import Words
from handlers.announce.titles import title, with_words
from handlers.shared.groups import called
from handlers.shared.segments import EVERYONE, described, sectors, words_of
from storage import announcing, events, places, programmes, segments
from storage.announcements import GROUP
from storage.tx import Tx

MOST_EVENTS = 3


async def segment_reader(look: Look, programme_id: int) -> Callable[[str], str]:
    """Reads a segment: its words, parted by spaces; groups by their names. Raises Complaint for the words that mean
    nobody, and for groups that can not be written to.
    """
    known = await _known_words(look, programme_id)
    groups = await places.known_to(look.db, programme_id)
    names = called(groups)
    closed = {f"{GROUP}{row.id}": names[row.id or 0] for row in groups if row.state != places.OPEN}

    def read(written: str) -> str:
        words = words_of([with_words(written, names, known)])
        lost = [closed[word] for word in words if word in closed]
        if lost:
            raise Complaint(
                T(
                    "I can not write in {groups} (any more). Please add me there again, or leave it out.",
                    groups=", ".join(lost),
                )
            )
        unknown = [word for word in words if word.casefold() not in known]
        if unknown or not words:
            raise Complaint(T("I know nobody by {words}.", words=", ".join(unknown) or "–"))
        return " ".join(dict.fromkeys(known[word.casefold()] for word in words))

    return read


async def as_written(look: Look, programme_id: int, segment: str) -> str:
    """A segment as its words would be written in the form: no numbers of groups, which mean nothing to anybody."""
    names = called(await places.known_to(look.db, programme_id))
    words = {f"{GROUP}{number}": _typed(name, look.reader) for number, name in names.items()}
    return ", ".join(words.get(word, word) for word in segment.split() if word in words or not word.startswith(GROUP))


def _typed(name: str, reader: Reader) -> str:
    return plain(title(name), reader)


async def _known_words(look: Look, programme_id: int) -> Mapping[str, str]:
    """Every word that means a group here, by its lower case. A group may be empty just now."""
    organisations = await segments.organisations(look.db, programme_id)
    words = {EVERYONE, *(row.key for row in organisations)}
    words |= {f"sector:{row.key}" for row in await programmes.sectors(look.db, programme_id)}
    words |= {f"lab:{row.key}" for row in await programmes.labs(look.db, programme_id)}
    words |= {f"sector:{row.sector}" for row in organisations if row.sector}
    words |= {f"tag:{tag}" for row in organisations for tag in row.tags}
    words |= {f"{GROUP}{row.id}" for row in await places.groups_of(look.db, programme_id)}
    for row in await events.events_of(look.db, programme_id):
        words |= {f"event:{row.key}:{group}" for group in announcing.GROUPS}
    return {word.casefold(): word for word in words}


async def offered(look: Look, programme_id: int) -> tuple[tuple[str, Text], ...]:
    """The groups that are offered as buttons: all, sectors, labs, and those who come to the next events."""
    coming = (await events.upcoming(look.db, look.now, programme_id))[:MOST_EVENTS]
    labs = await programmes.labs(look.db, programme_id)
    groups = await places.known_to(look.db, programme_id)
    names = called(groups)
    open_names = [names[row.id or 0] for row in groups if row.state == places.OPEN]
    return (
        (EVERYONE, T("All organisations")),
        *((one.word, T("Sector: {name}", name=one.name)) for one in await sectors(look.db, programme_id)),
        *((f"lab:{row.key}", T("Lab: {name}", name=row.topic)) for row in labs),
        *((_typed(name, look.reader), T("Group: {title}", title=name)) for name in open_names),
        *((f"event:{row.key}:yes", T("Who comes to: {title}", title=row.title)) for row in coming),
    )


async def in_words(tx: Tx, programme_id: int, segment: str) -> Text:
    """Whom a segment means, for a card."""
    words = segment.split()
    titles = {row.key: row.title for row in await events.events_of(tx, programme_id)}
    by_answer = [word for word in words if word.startswith("event:")]
    named = [_group(word, titles) for word in by_answer]
    names = called(await places.known_to(tx, programme_id))
    named += [title(name) for number, name in names.items() if f"{GROUP}{number}" in words]
    others = [word for word in words if word not in by_answer and not word.startswith(GROUP)]
    if others:
        named.insert(0, await described(tx, programme_id, others))
    return Joined(tuple(named), ", ")


def _group(word: str, titles: Mapping[str, Words]) -> Text:
    key, _, group = word.removeprefix("event:").rpartition(":")
    title: Text = titles.get(key, key)
    match group:
        case "yes":
            return T("who comes to “{title}”", title=title)
        case "maybe":
            return T("who is not sure about “{title}”", title=title)
        case "no":
            return T("who cannot come to “{title}”", title=title)
        case "silent":
            return T("who has not answered about “{title}”", title=title)
    return T("who is invited to “{title}”", title=title)


async def lost(tx: Tx, programme_id: int, segment: str) -> str:
    """The names of the groups that a segment means and that can not be written to (any more); "" for none."""
    names = called(await places.known_to(tx, programme_id))
    return ", ".join(
        names.get(row.id or 0, row.title) for row in await announcing.groups_lost(tx, programme_id, segment)
    )
