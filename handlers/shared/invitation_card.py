"""The invitation as its reader sees it: the card itself, and the same card as a preview whose buttons are text."""

from dataclasses import replace

from bot.core import Look
from bot.model.card import Button, Card, Row, card
from bot.model.text import Day, Joined, T, Text, join
from bot.model.values import EventState, Going
from handlers.shared.confirming import STILL_COMING, to_be_confirmed
from handlers.shared.events import ANSWERS, SAID, event_lines, has_begun, moment_for
from handlers.shared.presses import Answer, AskAbout, OtherLanguage
from storage.events import EventRow
from storage.invitations import Standing


async def invitation_card(look: Look, event: EventRow, mine: Standing) -> Card:
    """What the reader is invited to, what they answered, and the buttons that change it."""
    title = T("✉️ Invitation for {org}", org=mine.organisation) if mine.organisation else T("✉️ Invitation")
    lines: list[Text] = [title, *await event_lines(look, event)]
    if event.state is EventState.CANCELLED:
        lines.append(T("The event of {day} is cancelled. We apologise.", day=Day(event.day)))
        return card(*lines)
    if mine.answer is not None:
        asked = mine.answer is Going.YES and await to_be_confirmed(look.db, event, look.person_id)
        lines += ["", STILL_COMING if asked else noted(look, event, mine.answer, late=mine.late)]
    if has_begun(event, look.now):
        return card(*lines)
    return card(*lines, rows=_buttons(look, event))


async def sample_card(look: Look, event: EventRow, organisation: str, language: str, *before: Text) -> Card:
    """The invitation that a reader of `language` gets for an organisation, after the lines `before`.

    Its buttons are lines of text: nobody can answer by mistake.
    """
    theirs = replace(look, reader=look.house.reader(language))
    shown = await invitation_card(theirs, event, Standing(True, organisation, None, False))
    labels = tuple(Joined(("[", button.label, "]"), "") for row in shown.rows for button in row)
    return Card((*before, "", *shown.lines, "", Joined(labels, " ")), language=language)


def noted(look: Look, event: EventRow, answer: Going, *, late: bool) -> Text:
    """What the reader answered, and until when they may change it, if they still may."""
    if event.state is not EventState.OPEN or has_begun(event, look.now):
        return T("Noted: *{answer}*.", answer=SAID[answer])
    until = T("Noted: *{answer}*. You can change it until {moment}.", answer=SAID[answer], moment=_closing(look, event))
    return join(until, T("The deadline has passed, but I have told the organisers.")) if late else until


def _closing(look: Look, event: EventRow) -> Text:
    """Answers can be changed until the event begins."""
    if event.starts is None:
        return Day(event.day)
    return moment_for(event.begins_at, event, look.reader.zone)


def _buttons(look: Look, event: EventRow) -> tuple[Row, ...]:
    number = event.id or 0
    answers = tuple((Button(label, Answer(number, going)),) for going, label in ANSWERS.items())
    return (
        *answers,
        (Button(T("❓ Ask the contact person"), AskAbout(number)),),
        (Button("🌐 English" if look.reader.language == "ro" else "🌐 Română", OtherLanguage()),),
    )
