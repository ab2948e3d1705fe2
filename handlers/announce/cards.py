"""What is seen of an announcement: the message itself, a trial, the preview, the progress."""

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from bot.core import Look
from bot.core.translate import plain
from bot.model.card import Button, Card, Row, card
from bot.model.text import Language, Moment, N, T, Text, ZoneName
from bot.model.values import Reason, Sending, Words
from handlers.announce.routes import (
    COUNTS,
    MESSAGE,
    PREVIEW,
    PROGRESS,
    TEXT,
    TRIAL,
    Change,
    Correct,
    Drop,
    Pause,
    People,
    Resume,
    Send,
    Try,
    cause,
    managed,
    router,
)
from handlers.announce.whom import in_words, lost
from storage import announcing, causes, programmes
from storage.announcements import AnnouncementRow, Stage

LANGUAGES = ("ro", "en")
MOST_PREVIEWED = 1500  # characters a language, so that the figures and both texts fit into one message everywhere
MOST_REMEMBERED = 80
LATELY = timedelta(minutes=1)
SHORTEST_SPREAD_SECONDS = 5.0


@router.view(MESSAGE, watches=(TEXT,), once_more=False)
async def announcement(look: Look, number: int) -> Card | Reason | None:
    """The text in the reader's language, in a group in the programme's.

    What was not out when it was paused or cancelled stays in.
    """
    row = await announcing.announcement(look.db, number)
    if row is None:
        return None
    if row.state is not Stage.SENDING and not await causes.stands(look.db, look.delivery_id):
        return Reason.WITHDRAWN
    programme = await programmes.programme(look.db, row.programme_id) if look.person_id is None else None
    return Card(tuple(_message(row)), language=programme.language if programme else "")


@router.view(TRIAL)
async def trial(look: Look, number: int) -> Card | None:
    """The same, to its author alone."""
    row = await announcing.announcement(look.db, number)
    return None if row is None else card(T("🧪 A trial, only for you:"), *_message(row))


def _message(row: AnnouncementRow) -> list[Text]:
    lines: list[Text] = [T("📣 *Announcement*"), row.words]
    if row.corrected_at is not None:
        lines += ["", T("Corrected on {moment}.", moment=Moment(row.corrected_at))]
    return lines


@router.view(PREVIEW, watches=(TEXT,))
async def preview(look: Look, number: int) -> Card | None:
    """To how many, when, and the text as each reader will see it; [Send] is the first button."""
    row = await managed(look, number)
    if row is None or row.state is not Stage.DRAFT:
        return None
    zone = await _zone(look, row)
    return card(
        T("👁 *Preview of the announcement*"),
        *await _addressed(look, row),
        _moment(row, zone),
        *(line for language in LANGUAGES for line in _as_seen(look, row.words, language)),
        rows=[
            (Button(_send_label(row, zone), Send(number)),),
            (Button(T("🧪 Send a trial to me"), Try(number)),),
            (Button(T("✏️ Change the text"), Change(number)), Button(T("✖ Cancel"), Drop(number))),
        ],
    )


def _send_label(row: AnnouncementRow, zone: str) -> Text:
    return T("📤 Send") if row.due is None else T("📤 Plan for {moment}", moment=Moment(row.due, zone))


async def _addressed(look: Look, row: AnnouncementRow) -> list[Text]:
    people = await announcing.addressed(look.db, row.programme_id, row.segment, look.now)
    found = await announcing.audience(look.db, people)
    groups = await announcing.groups_addressed(look.db, row.programme_id, row.segment)
    lines: list[Text] = [T("To: {whom}", whom=await in_words(look.db, row.programme_id, row.segment))]
    if names := await lost(look.db, row.programme_id, row.segment):
        lines.append(T("⚠️ I can not write in {groups} (any more).", groups=names))
    if groups:
        lines.append(
            N("It is posted in {n} group or channel.", "It is posted in {n} groups and channels.", len(groups))
        )
    if found.people or not groups:
        lines.append(N("It goes to {n} person.", "It goes to {n} people.", found.people))
        lines.append(T("Can be written to now: {count}", count=found.reachable))
    if found.waiting:
        lines.append(T("Waiting for first contact: {count}", count=found.waiting))
    if found.stopped:
        lines.append(T("Want no messages: {count}", count=found.stopped))
    return lines


async def _zone(look: Look, row: AnnouncementRow) -> str:
    """Moments are written, and shown to managers, in the programme's zone."""
    programme = await programmes.programme(look.db, row.programme_id)
    return programme.zone if programme else look.reader.zone


def _moment(row: AnnouncementRow, zone: str) -> Text:
    if row.due is None:
        return T("When: at once")
    return T("When: {moment} ({zone})", moment=Moment(row.due, zone), zone=ZoneName(zone))


def _as_seen(look: Look, words: Words, language: str) -> list[Text]:
    """The text with the mark that readers of this language see when it is in another."""
    seen = plain(words, look.house.reader(language))
    head = T("*Readers of {language} see:*", language=Language(language))
    lines: list[Text] = ["", head, _shortened(seen, MOST_PREVIEWED)]
    if len(seen) > MOST_PREVIEWED:
        lines.append(T("(shortened here; a trial shows all of it)"))
    return lines


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class Standing:
    """How far the sending is: how many messages went which way."""

    sent: int = 0
    going: int = 0
    held: int = 0
    waiting: int = 0
    others: dict[Sending, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return self.sent + self.going + self.held + self.waiting + sum(self.others.values())


async def _standing(look: Look, row: AnnouncementRow) -> Standing:
    """While it is paused, what was withdrawn at the last moment is held like the rest."""
    counts = dict.fromkeys(Sending, 0)
    for (state, reason), number in (await causes.tally(look.db, cause(row.id or 0))).items():
        held = row.state is Stage.PAUSED and state is Sending.SKIPPED and reason is Reason.WITHDRAWN
        counts[Sending.HELD if held else state] += number
    ends = (Sending.SKIPPED, Sending.FAILED, Sending.UNKNOWN, Sending.CANCELLED)
    return Standing(
        sent=counts[Sending.SENT],
        going=counts[Sending.QUEUED] + counts[Sending.SENDING],
        held=counts[Sending.HELD],
        waiting=counts[Sending.WAITING],
        others={state: counts[state] for state in ends if counts[state]},
    )


LABELS: dict[Sending, Text] = {
    Sending.SKIPPED: T("Skipped"),
    Sending.FAILED: T("Failed"),
    Sending.UNKNOWN: T("Not known whether it arrived"),
    Sending.CANCELLED: T("Cancelled"),
}


@router.view(PROGRESS, watches=(TEXT, COUNTS))
async def progress(look: Look, number: int) -> Card | None:
    """How the sending goes, by itself; and what can still be done about it."""
    row = await managed(look, number)
    if row is None or row.state is Stage.DRAFT:
        return None
    head: list[Text] = [T("📣 *Announcement*"), _remembered(row.words)]
    if row.state is Stage.PLANNED:
        buttons = [(Button(T("✏️ Change the text"), Change(number)), Button(T("✖ Cancel"), Drop(number)))]
        when = _moment(row, await _zone(look, row))
        return card(*head, "", T("🗓 Planned."), when, *await _addressed(look, row), rows=buttons)
    standing = await _standing(look, row)
    if not standing.total:
        cancelled = row.state is Stage.CANCELLED
        return card(*head, "", T("✖ Cancelled. Nothing was sent.") if cancelled else T("It reached nobody."))
    sent = T("Sent: {sent} of {total}", sent=standing.sent, total=standing.total)
    lines: list[Text] = ["", _stage(row, standing), sent]
    if standing.going:
        lines += [T("Still to go: {count}", count=standing.going), *await _minutes_left(look, row, standing)]
    if standing.held:
        lines.append(T("Held back: {count}", count=standing.held))
    if standing.waiting:
        lines.append(T("Waiting for first contact: {count}", count=standing.waiting))
    lines += [T("{what}: {count}", what=LABELS[state], count=count) for state, count in standing.others.items()]
    if row.corrected_at is not None:
        lines.append(T("Corrected on {moment}.", moment=Moment(row.corrected_at)))
    return card(*head, *lines, rows=_buttons(row, standing))


def _remembered(words: Words) -> Words:
    """Enough of the text to know it again."""
    short = {code: _shortened(" ".join(text.split()), MOST_REMEMBERED) for code, text in words.texts.items()}
    return Words(short, words.original)


def _stage(row: AnnouncementRow, standing: Standing) -> Text:
    match row.state:
        case Stage.PAUSED:
            return T("⏸ Paused.")
        case Stage.CANCELLED:
            return T("✖ The rest is cancelled.")
    return T("📤 Being sent.") if standing.going else T("✔️ Sent.")


async def _minutes_left(look: Look, row: AnnouncementRow, standing: Standing) -> list[Text]:
    """From the pace of the last minute, when that can be told at all."""
    number, spread = await causes.lately(look.db, cause(row.id or 0), look.now - LATELY)
    if row.state is not Stage.SENDING or spread < SHORTEST_SPREAD_SECONDS:
        return []
    minutes = ceil(standing.going * spread / number / 60)
    return [N("About {n} minute left.", "About {n} minutes left.", minutes)]


def _buttons(row: AnnouncementRow, standing: Standing) -> list[Row]:
    number = row.id or 0
    rows: list[Row] = []
    if row.state is Stage.PAUSED:
        rows.append((Button(T("▶️ Resume"), Resume(number)),))
    elif row.state is Stage.SENDING and standing.going:
        rows.append((Button(T("⏸ Pause"), Pause(number)),))
    rows.append((Button(T("👥 Recipients"), People(number, 0)), Button(T("✏️ Correct"), Correct(number))))
    if row.state is not Stage.CANCELLED and standing.going + standing.held + standing.waiting:
        rows.append((Button(T("✖ Cancel the rest"), Drop(number)),))
    return rows
