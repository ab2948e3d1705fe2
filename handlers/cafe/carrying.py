"""The harvest of an earlier café of the same lab, carried into a later one: its hosts get it with the first round."""

from bot.core import Ctx, Desk, Look, Show
from bot.core.translate import Reader
from bot.model.card import Button, Card, Document, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T, Text
from bot.model.values import Role
from handlers.cafe import harvest_page
from handlers.cafe.routes import PLAN, known, router, session
from handlers.shared.cafes import plan_changed
from handlers.shared.events import known_event
from storage import cafe_plans, events, harvesting, marks
from storage.cafes import CafeRow
from storage.events import EventRow
from storage.tx import Tx

BEFORE = "cafe.before"


class Carry(Press, name="har.carry"):
    """1: bring the lab's earlier harvest into this café; 0: leave it out."""

    cafe: int
    brought: int


def _mark(cafe: int) -> str:
    return f"cafe {cafe} carries"


async def carried(tx: Tx, cafe: CafeRow) -> EventRow | None:
    """The event whose harvest a café carries."""
    kept = await marks.mark(tx, _mark(cafe.id or 0)) or {}
    return await events.event(tx, kept["event"]) if kept.get("event") else None


async def offered(tx: Tx, cafe: CafeRow, event: EventRow) -> tuple[list[Text], list[Row]]:
    """What the plan says of an earlier harvest, and the button that brings it or leaves it out."""
    number = cafe.id or 0
    if (brought := await carried(tx, cafe)) is not None:
        line = T("📎 With round 1 the hosts get the harvest of {title}.", title=brought.title)
        return [line], [(Button(T("📎 Leave the earlier harvest out"), Carry(number, 0)),)]
    before = await harvesting.earlier(tx, event)
    if before is None:
        return [], []
    label = T("📎 Bring the harvest of {title}", title=before.title)
    return [], [(Button(label, Carry(number, 1)),)]


@router.press(Carry, who=Role.FACILITATOR, about="cafe")
async def carry(ctx: Ctx, press: Carry) -> Show:
    """Bring it, or leave it out. Nothing of another lab."""
    row = await known(ctx.db, press.cafe)
    before = await harvesting.earlier(ctx.db, await known_event(ctx.db, row.event_id))
    if press.brought and before is None:
        raise Sorry(T("This earlier harvest is no longer there. Please look at the plan again."))
    kept = {"event": before.id if press.brought and before is not None else 0}
    await marks.set_mark(ctx.db, _mark(press.cafe), kept)
    await plan_changed(ctx, press.cafe)
    return Show(PLAN, press.cafe)


async def bring(desk: Desk, cafe: CafeRow) -> None:
    """Each host of a table gets it, once."""
    if await carried(desk.db, cafe) is None:
        return
    number = cafe.id or 0
    for table in await cafe_plans.tables(desk.db, number):
        if table.host_id is not None:
            cause = f"cafe:{number}:before"
            await desk.send(BEFORE, number, to=table.host_id, cause=cause, terms=session(cafe))


@router.view(BEFORE)
async def before(look: Look, number: int) -> Card | None:
    """The earlier harvest as a page without names, for whoever hosts a table."""
    row = await cafe_plans.cafe(look.db, number)
    event = None if row is None else await carried(look.db, row)
    hosts = {one.host_id for one in await cafe_plans.tables(look.db, number)}
    earlier = None if event is None else await cafe_plans.of_event(look.db, event.id or 0)
    if event is None or earlier is None or look.person_id not in hosts:
        return None
    asked = {one.ordinal: one.words for one in await cafe_plans.questions(look.db, earlier.id or 0)}
    answers = await harvesting.answers(look.db, event.id)
    reader = Reader(look.reader.language, event.zone)
    page = harvest_page.printable(event.title, asked, answers, reader, look.now, names=False)
    line = T("📎 What was said at {title}, for your table to go on from.", title=event.title)
    return card(line, documents=(Document(f"harvest-{event.key}.html", harvest_page.MEDIA, page),))
