"""Changing one thing of an event: its few questions instead of all of them, which take a tap each in a dialogue."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from bot.core import Ctx, Effect, Look, Show
from bot.model.card import Button, Card, card
from bot.model.form import Complaint, Field, Form, Kind, Sheet
from bot.model.press import Press
from bot.model.text import T, Text
from bot.model.values import EventState, Role
from handlers.events.changing import changeable, full_sheet, save
from handlers.events.routes import router
from handlers.shared.events import known_event, when
from handlers.shared.presses import ChangeEvent, Manage
from storage import events, programmes

WHAT, CHANGE_PART = "event.what", "event.part"


class Part(StrEnum):
    """What may be changed by itself. Questions that must fit together are of one part."""

    TITLE = "title"
    WHEN = "when"
    WHERE = "where"
    LINK = "link"
    DEADLINE = "deadline"
    LANGUAGE = "language"
    LAB = "lab"


ASKED: Mapping[Part, tuple[str, ...]] = {
    Part.TITLE: ("title", "title_other"),
    Part.WHEN: ("day", "hours", "deadline"),
    Part.WHERE: ("mode", "place"),
    Part.LINK: ("link", "passcode"),
    Part.DEADLINE: ("deadline",),
    Part.LANGUAGE: ("language",),
    Part.LAB: ("lab",),
}
LABELS: Mapping[Part, Text] = {
    Part.TITLE: T("Title"),
    Part.WHEN: T("Day, hours, deadline"),
    Part.WHERE: T("Place"),
    Part.LINK: T("Meeting link"),
    Part.DEADLINE: T("Deadline"),
    Part.LANGUAGE: T("Language"),
    Part.LAB: T("Lab"),
}
PARTS = tuple(Part)


class OneThing(Press, name="ev.one"):
    """Change one thing of an event; which, is asked by buttons."""

    event: int


class ChangePart(Press, name="ev.part"):
    """Change this part of an event."""

    event: int
    part: Part


@router.press(OneThing, who=Role.MANAGER, about="event")
async def which(ctx: Ctx, press: OneThing) -> Show:
    """The choice, in the place of the card."""
    changeable(await known_event(ctx.db, press.event))
    return Show(WHAT, press.event)


@router.view(WHAT, watches=("event",))
async def what(look: Look, number: int) -> Card | None:
    """A button for each part; "Everything" asks all questions."""
    event = await events.event(look.db, number)
    if event is None or event.state is EventState.CANCELLED or not await look.may(Role.MANAGER, "event", number):
        return None
    labs = await programmes.labs(look.db, event.programme_id)
    buttons = [Button(LABELS[part], ChangePart(number, part)) for part in PARTS if labs or part is not Part.LAB]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    last = (Button(T("Everything"), ChangeEvent(number)), Button(T("‹ Back to the event"), Manage(number)))
    return card(
        T("*{title}*", title=event.title),
        when(event),
        "",
        T("What would you like to change?"),
        rows=[*rows, last],
    )


@router.press(ChangePart, who=Role.MANAGER, about="event")
async def change_part(ctx: Ctx, press: ChangePart) -> Form:
    """The questions of the part, about this revision."""
    event = changeable(await known_event(ctx.db, press.event))
    return Form(CHANGE_PART, (press.event, event.revision, PARTS.index(press.part)))


async def questions(look: Look, number: int, _revision: int, part: int) -> Sheet:
    """Some of the questions about an event; what is not asked stands, and is checked with the answers."""
    whole = await full_sheet(look.db, look.now, number)
    names = ASKED[PARTS[part]]
    standing = _standing(whole, names)

    def check(values: Mapping[str, Any]) -> dict[str, Complaint]:
        return {name: found for name, found in whole.check({**standing, **values}).items() if name in values}

    return replace(whole, fields=tuple(one for one in whole.fields if one.name in names), check=check)


def _standing(whole: Sheet, but: tuple[str, ...]) -> dict[str, Any]:
    """The values of the questions that are not asked."""
    return {one.name: _value(one) for one in whole.fields if one.name not in but}


def _value(one: Field) -> Any:
    """What stands there was taken once: only days and hours are read, nothing is asked about again."""
    if not one.initial:
        return None
    return one.read(one.initial) if one.kind in (Kind.DAY, Kind.HOUR) else one.initial


@router.form(CHANGE_PART, who=Role.MANAGER, sheet=questions, about="event")
async def changed_part(ctx: Ctx, values: Mapping[str, Any], number: int, revision: int, part: int) -> Effect:
    """Save what is other than before, as after all questions."""
    whole = await full_sheet(ctx.db, ctx.now, number)
    return await save(ctx, {**_standing(whole, ASKED[PARTS[part]]), **values}, number, revision)
