"""To whom: segments of organisations, and people by their answer to an event."""

from collections.abc import Callable, Mapping

from bot.core import Look
from bot.model.form import Complaint
from bot.model.text import Joined, T, Text
from bot.model.values import Words
from handlers.shared.segments import EVERYONE, described, sectors, words_of
from storage import announcing, events, places, programmes, segments
from storage.tx import Tx

MOST_EVENTS = 3


async def segment_reader(look: Look, programme_id: int) -> Callable[[str], str]:
    """Reads a segment: its words, parted by spaces. Raises Complaint for the words that mean nobody."""
    known = await _known_words(look, programme_id)

    def read(written: str) -> str:
        words = words_of([written])
        unknown = [word for word in words if word.casefold() not in known]
        if unknown or not words:
            raise Complaint(T("I know nobody by {words}.", words=", ".join(unknown) or "–"))
        return " ".join(dict.fromkeys(known[word.casefold()] for word in words))

    return read


async def _known_words(look: Look, programme_id: int) -> Mapping[str, str]:
    """Every word that means a group here, by its lower case. A group may be empty just now."""
    organisations = await segments.organisations(look.db, programme_id)
    words = {EVERYONE, *(row.key for row in organisations)}
    words |= {f"sector:{row.key}" for row in await programmes.sectors(look.db, programme_id)}
    words |= {f"lab:{row.key}" for row in await programmes.labs(look.db, programme_id)}
    words |= {f"sector:{row.sector}" for row in organisations if row.sector}
    words |= {f"tag:{tag}" for row in organisations for tag in row.tags}
    words |= {f"{announcing.GROUP}{row.id}" for row in await places.groups_of(look.db, programme_id)}
    for row in await events.events_of(look.db, programme_id):
        words |= {f"event:{row.key}:{group}" for group in announcing.GROUPS}
    return {word.casefold(): word for word in words}


async def offered(look: Look, programme_id: int) -> tuple[tuple[str, Text], ...]:
    """The groups that are offered as buttons: all, sectors, labs, and those who come to the next events."""
    coming = (await events.upcoming(look.db, look.now, programme_id))[:MOST_EVENTS]
    labs = await programmes.labs(look.db, programme_id)
    groups = await places.groups_of(look.db, programme_id)
    return (
        (EVERYONE, T("All organisations")),
        *((one.word, T("Sector: {name}", name=one.name)) for one in await sectors(look.db, programme_id)),
        *((f"lab:{row.key}", T("Lab: {name}", name=row.topic)) for row in labs),
        *((f"{announcing.GROUP}{row.id}", T("Group: {title}", title=row.title)) for row in groups),
        *((f"event:{row.key}:yes", T("Who comes to: {title}", title=row.title)) for row in coming),
    )


async def in_words(tx: Tx, programme_id: int, segment: str) -> Text:
    """Whom a segment means, for a card."""
    words = segment.split()
    titles = {row.key: row.title for row in await events.events_of(tx, programme_id)}
    by_answer = [word for word in words if word.startswith("event:")]
    named = [_group(word, titles) for word in by_answer]
    meant = await announcing.groups_addressed(tx, programme_id, segment)
    named += [T("the group “{title}”", title=row.title) for row in meant]
    others = [word for word in words if word not in by_answer and not word.startswith(announcing.GROUP)]
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
