"""The card of an event in a group: the same for all who see it, with counts by organisation; names only in private."""

from collections.abc import Sequence

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, card
from bot.model.text import Day, N, T, Text, join
from bot.model.values import EventState, Going, Role
from handlers.groups.doors import WHO, Who, router
from handlers.shared.events import ANSWERS, event_lines, has_begun
from handlers.shared.presses import SHARED, Answer, Manage, Open
from storage import event_figures, events, places, programmes, roster
from storage.event_figures import Figures, Named
from storage.events import EventRow

MOST_ORGANISATIONS = 15
MOST_NAMES = 40
NAMES = T("I show names only to people I know. To begin, please tell me in our chat who you are.")
NEWER = T("The newer card of this event is further down.")


@router.view(SHARED, watches=("event", "rsvp"))
async def shared(look: Look, number: int) -> Card | None:
    """In the language of the programme, since many read it."""
    event = await events.event(look.db, number)
    if event is None:
        return None
    programme = await programmes.programme(look.db, event.programme_id)
    language = programme.language if programme else ""
    if await places.superseded(look.db, look.delivery_id):
        return Card((T("*{title}*", title=event.title), NEWER), language=language)
    lines = await event_lines(look, event)
    buttons = []
    if event.state is EventState.CANCELLED:
        lines.append(T("The event of {day} is cancelled. We apologise.", day=Day(event.day)))
    else:
        lines += ["", *counted(await event_figures.figures(look.db, number))]
        if not has_begun(event, look.now):
            buttons = [(Button(label, Answer(number, going)),) for going, label in ANSWERS.items()]
        buttons.append((Button(T("👥 Who is coming"), Who(number)),))
    return Card(tuple(lines), tuple(buttons), language=language)


def counted(figures: Sequence[Figures]) -> list[Text]:
    """How many come, from how many organisations, and from which."""
    coming = [one for one in figures if one.yes]
    people = sum(one.yes for one in coming)
    guests = sum(one.guests_coming for one in figures)
    if guests and not people:
        return [N("So far only {n} guest is coming.", "So far only {n} guests are coming.", guests)]
    lines: list[Text] = [
        join(
            N("{n} person is coming", "{n} people are coming", people),
            N("{n} organisation", "{n} organisations", sum(1 for one in coming if one.name)),
            between=" · ",
        )
        if people
        else T("Nobody has said yes so far.")
    ]
    if guests:
        lines.append(N("and {n} guest", "and {n} guests", guests))
    named = [one for one in coming if one.name]
    lines += [T("{name}: {counts}", name=one.name, counts=f"✅{one.yes}") for one in named[:MOST_ORGANISATIONS]]
    if (more := len(named) - MOST_ORGANISATIONS) > 0:
        lines.append(N("and {n} more organisation", "and {n} more organisations", more))
    return lines


@router.press(Who, who=Role.KNOWN, about="event", to_strangers=NAMES)
async def who(_ctx: Ctx, press: Who) -> Show:
    """Always in private: names do not belong into a group."""
    return Show(WHO, press.event)


@router.view(WHO)
async def coming(look: Look, number: int) -> Card | None:
    """Managers see all names; others see those of their own organisations, and numbers of the rest."""
    event = await events.event(look.db, number)
    if event is None or look.person_id is None:
        return None
    manages = await look.may(Role.MANAGER, "event", number)
    mine = {row.name for row in await roster.organisations_for(look.db, look.person_id, confirmed=True)}
    everyone = await event_figures.names(look.db, number, most=1000, skipped=0)
    found = [one for one in everyone if one.answer is Going.YES and (manages or one.organisation in mine)]
    lines: list[Text] = [T("*{title}*", title=event.title), *counted(await event_figures.figures(look.db, number))]
    if found:
        heading = T("*Who is coming:*") if manages else T("*Who is coming from your organisation:*")
        lines += ["", heading, *(_named(one) for one in found[:MOST_NAMES])]
    if (more := len(found) - MOST_NAMES) > 0:
        lines.append(N("and {n} more", "and {n} more", more))
    if not manages:
        lines += ["", T("The names of others are seen only by the organisers.")]
    return card(*lines, rows=[(_leads_on(event, manages=manages),)])


def _named(one: Named) -> Text:
    marks = [T("guest")] if one.guest else []
    return join(one.name, *([one.organisation] if one.organisation else []), *marks, between=" · ")


def _leads_on(event: EventRow, *, manages: bool) -> Button:
    number = event.id or 0
    return Button(T("Open the event"), Manage(number)) if manages else Button(T("My answer"), Open(number))
