"""What is kept, in words and as a file; each view is for the person alone whom it shows."""

import json

from bot.core import Look
from bot.model.card import Button, Card, Document, Row, card
from bot.model.text import Day, Joined, Language, N, T, Text
from handlers.privacy.routes import (
    FILE,
    SEEN,
    Correct,
    Delete,
    Download,
    Resume,
    See,
    Stop,
    router,
)
from handlers.shared.accounts import account_lines, account_rows
from handlers.shared.events import SAID
from handlers.shared.presses import KEPT, CalendarFeed
from handlers.shared.roles import duties_in_silence
from storage import accounts, kept, roster
from storage.people import PersonRow

FILE_NAME = "sfat-data.json"
MOST_LISTED = 10
LONGEST_SHOWN = 120  # characters of a question in the list; the file has it all


async def _me(look: Look, number: int) -> PersonRow | None:
    """The reader, when the view is about nobody else."""
    person = await accounts.person(look.db, number)
    return None if person is None or number != look.person_id or person.erased_at is not None else person


@router.view(KEPT, mine=("person",))
async def summary(look: Look, number: int) -> Card | None:
    """What is kept, in figures, and what can be done about it."""
    person = await _me(look, number)
    if person is None:
        return None
    found = await kept.kept(look.db, number)
    figures = Joined(
        (
            N("{n} invitation", "{n} invitations", found.invitations),
            N("{n} answer", "{n} answers", len(found.answers)),
            N("{n} question", "{n} questions", len(found.questions)),
            *((N("{n} idea", "{n} ideas", len(found.ideas)),) if found.ideas else ()),
        ),
        ", ",
    )
    lines = [T("*What I keep of you*"), *await _who(look, person), figures]
    known = await accounts.accounts_of(look.db, number)
    lines += ["", T("*Accounts*"), *account_lines(look, person, known)]
    lines += ["", T("It is kept only for this project, and at most until the project ends.")]
    feed = [(Button(T("📆 Calendar feed"), CalendarFeed()),)] if look.house.links.public_url else []
    rows = [(Button(T("👁 See"), See()), Button(T("⬇️ Download"), Download())), *account_rows(look, person, known)]
    return card(*lines, rows=[*rows, *_rows(person), *feed])


@router.view(SEEN, mine=("person",))
async def in_words(look: Look, number: int) -> Card | None:
    """What is kept, item by item."""
    person = await _me(look, number)
    if person is None:
        return None
    found = await kept.kept(look.db, number)
    lines = [T("*What I keep of you*"), *await _who(look, person)]
    lines.append(N("{n} invitation", "{n} invitations", found.invitations))
    lines += _list(
        T("Your answers:"),
        [
            T("· {event}, {day}: {answer}", event=one.title, day=Day(one.day), answer=SAID[one.answer])
            for one in found.answers
        ],
    )
    lines += _list(T("Your questions:"), [T("· “{text}”", text=_short(one)) for one in found.questions])
    lines += _list(T("Your ideas:"), [T("· “{text}”", text=_short(one)) for one in found.ideas])
    known = await accounts.accounts_of(look.db, number)
    lines += ["", T("*Accounts*"), *account_lines(look, person, known)]
    lines += ["", T("The file holds all of it, word by word.")]
    return card(*lines, rows=[(Button(T("⬇️ Download"), Download()),), *_rows(person)])


async def _who(look: Look, person: PersonRow) -> list[Text]:
    lines: list[Text] = [T("Name: {name}", name=person.name)]
    speaks_for = [row.name for row in await roster.organisations_for(look.db, person.id or 0)]
    speaks_for += [person.represents] if person.represents else []
    if speaks_for:
        lines.append(T("Organisation: {names}", names=Joined(tuple(speaks_for), ", ")))
    lines.append(T("Language: {lang}", lang=Language(person.language)))
    if person.email:
        lines.append(T("E-mail: {email}", email=person.email))
    if person.stopped_at is not None:
        lines.append(T("You asked me not to write to you."))
        lines += await duties_in_silence(look.db, person, look.now)
    return lines


def _list(head: Text, items: list[Text]) -> list[Text]:
    """A heading and its items; what is left out is counted."""
    if not items:
        return []
    over = len(items) - MOST_LISTED
    more = [N("… and {n} more", "… and {n} more", over)] if over > 0 else []
    return ["", head, *items[:MOST_LISTED], *more]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _rows(person: PersonRow) -> list[Row]:
    silence = Button(T("Stop messages"), Stop())
    if person.stopped_at is not None:
        silence = Button(T("Write to me again"), Resume())
    return [(Button(T("✏️ Correct"), Correct()), silence), (Button(T("🗑 Delete my data"), Delete()),)]


@router.view(FILE)
async def as_file(look: Look, number: int) -> Card | None:
    """Everything as JSON, made when it is sent: it waits in no queue."""
    if await _me(look, number) is None:
        return None
    found = {"made_at": look.now.isoformat(), **await kept.everything(look.db, number)}
    content = json.dumps(found, ensure_ascii=False, indent=2).encode()
    file = Document(FILE_NAME, "application/json", content)
    return card(T("Everything I keep of you is in this file."), documents=(file,))
