"""What is said or shown in a table's group while a round runs: an idea to the question of that table, marked where it
stands.

Whoever is not in the room is not let in by that: their idea is kept for the organisation they speak for.
"""

from datetime import datetime

from bot.core import Ctx, Object, Received, lone_stop, may, show_the_way
from bot.model.address import Place
from bot.model.personal import names_somebody
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Edited, Said
from bot.model.values import Role
from handlers.cafe.collecting import PICTURES, SOUNDS, Idea, in_a_file, write_down
from handlers.cafe.routes import MINE, router, session
from storage import cafe_places, cafe_plans
from storage.cafe_rounds import Sitting
from storage.people import PersonRow
from storage.tx import Tx

_WHO = T("I keep ideas of people I know. To take part, please open our chat, press Start, and tell me who you are.")


async def listens(tx: Tx, place: Place, update: Said | Edited, now: datetime) -> bool:
    """Words, photos and voice notes while a round runs at the table whose group it is, or within its grace. Edits
    meanwhile too, for they may follow so soon that what they change is not kept yet; and of an idea, until the café is
    over."""
    if await _runs_in(tx, place, now) is not None:
        return isinstance(update, Edited) or update.what == "text" or update.file is not None
    return isinstance(update, Edited) and await cafe_places.is_an_idea(tx, update.message, *_address(place))


async def belongs(tx: Tx, place: Place, person: PersonRow, now: datetime) -> bool:
    """Whose photos and voice notes are fetched: of those whose words are kept."""
    sitting = await _runs_in(tx, place, now)
    return sitting is not None and await may(tx, person, Role.KNOWN, Object("cafe", sitting.cafe), now)


def _address(place: Place) -> tuple[str, str, str, str]:
    return place.platform, place.installation, place.chat, place.thread


async def _runs_in(tx: Tx, place: Place, heard: datetime) -> Sitting | None:
    return next(iter(await cafe_places.sittings(tx, *_address(place), heard=heard)), None)


@router.when_overheard(there=listens, endings=PICTURES + SOUNDS, from_whom=belongs)
async def idea(ctx: Ctx, said: Said, received: Received | None) -> bool:
    """Kept without a message. Whom we do not know, in this programme, is shown where to say who they are."""
    here = Place(ctx.place.platform, ctx.place.installation, ctx.place.chat, ctx.place.thread, private=False)
    sitting = await _runs_in(ctx.db, here, ctx.heard)
    if sitting is None and received is not None:
        raise Sorry(T("The group is no longer that of a table, so I did not keep it."))
    nothing = said.what == "text" and (not said.text.strip() or lone_stop(said.text))
    if sitting is None or nothing:
        return False
    if ctx.person is None or not await ctx.may(ctx.person, Role.KNOWN, "cafe", sitting.cafe):
        if received is not None:
            raise Sorry(_WHO)
        await show_the_way(ctx, _WHO)
        return False
    if said.what != "text" and received is None:
        return False
    kept = Idea(said.text, said.message) if received is None else in_a_file(received)
    row = await write_down(ctx, sitting, kept)
    cafe = await cafe_plans.cafe(ctx.db, sitting.cafe)
    if cafe is not None and names_somebody(said.text):
        # The warning, with what can be done about it, is nothing for the group.
        cause = f"cafe:{sitting.cafe}:idea:{row.id}"
        await ctx.send(MINE, row.noted_id, to=ctx.my_id, cause=cause, terms=session(cafe))
    return True
