"""Who sits where, as a file: the same JSON that `sfat seat` prints, for whoever wants to check it or set the tables."""

import json
from dataclasses import replace

from bot.core import Ctx, Look
from bot.model.card import Button, Card, Document, card
from bot.model.press import Press
from bot.model.text import Moment, T
from bot.model.values import Role
from handlers.cafe.ready import no_seats
from handlers.cafe.routes import known, router, run_by
from handlers.cafe.seating.document import document
from handlers.cafe.seating.plan import Guest, Plan
from handlers.cafe.seats import plan
from storage import cafe_plans, events
from storage.cafes import CafeRow
from storage.tx import Tx

SEATING = "cafe.seating"
MEDIA = "application/json"


class SeatingFile(Press, name="caf.seating"):
    """The seating as a file."""

    cafe: int


def file_button(cafe: int) -> Button:
    """What sends the file."""
    return Button(T("📄 Who sits where, as a file"), SeatingFile(cafe))


async def seating(tx: Tx, cafe: CafeRow) -> bytes | None:
    """The seating by people's numbers, as JSON; None before it is worked out. Who has left stands there as well, with
    the rounds in which they sat."""
    found = await plan(tx, cafe)
    if found is None:
        return None
    sit = {one for seated in found.rounds for table in seated for one in table}
    people = [
        Guest(one.id, one.organisation_id or "", one.sector)
        for one in await cafe_plans.room(tx, cafe.id or 0)
        if one.left_at is None or one.id in sit
    ]
    return (json.dumps(document(Plan(replace(found.wanted, people=people), found.rounds))) + "\n").encode()


@router.press(SeatingFile, who=Role.FACILITATOR, about="cafe")
async def send(ctx: Ctx, press: SeatingFile) -> None:
    """It comes as a message of its own; who took it stands in the log."""
    row = await known(ctx.db, press.cafe)
    if not await cafe_plans.seats(ctx.db, press.cafe):
        raise await no_seats(ctx.db, row, 1)
    about = f"event {row.event_id}"
    await ctx.record("export seating", about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    await ctx.also(SEATING, press.cafe)


@router.view(SEATING)
async def file(look: Look, cafe: int) -> Card | None:
    """As it is when it is sent, for whoever still runs the café."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    content = None if row is None else await seating(look.db, row)
    if event is None or content is None:
        return None
    line = T("📄 Who sits where: *{title}*, as of {moment}", title=event.title, moment=Moment(look.now, event.zone))
    note = T("People stand there by their numbers, without names.")
    return card(line, note, documents=(Document(f"seating-{event.key}.json", MEDIA, content),))
