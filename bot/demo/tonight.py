"""Tonight's café beside the chats: the address of its wall, and what it waits for before the story can go on."""

from datetime import timedelta

from bot.core.links import WALL
from bot.core.program import Program
from bot.demo.people import MANAGER, PERSONAS
from bot.model.text import T, Text
from bot.model.values import CafeState, RoundState
from storage import cafe_plans, happenings
from storage.tx import Tx

STAYS = timedelta(hours=12)  # the wall, after the last gong of a café that is over


async def wall(tx: Tx, program: Program) -> str | None:
    """The address of the wall in this page's own site, while the room is open and that evening; else None."""
    cafe = await happenings.tonight(tx, program.clock.now() - STAYS)
    return None if cafe is None else f"/wall/{program.house.links.token(WALL, cafe.id or 0, cafe.wall_generation)}"


async def waits(tx: Tx, program: Program) -> Text | None:
    """What only whoever runs the café can do next, where nothing else moves it: no time passes over that."""
    cafe = await happenings.tonight(tx, program.clock.now() - STAYS)
    if cafe is None or cafe.state is not CafeState.OPEN:
        return None
    rounds = await cafe_plans.rounds(tx, cafe.id or 0)
    if any(one.state in (RoundState.RUNNING, RoundState.LATE) for one in rounds):
        return None
    name = PERSONAS[MANAGER][0]
    if any(one.state is RoundState.PAUSED for one in rounds):
        return T("The café is paused: {name} resumes it with ▶️, or ends it with 🏁.", name=name)
    coming = next((one.number for one in rounds if one.state is RoundState.WAITING), None)
    if coming is None:
        return T("All rounds are over: {name} ends the café with 🏁.", name=name)
    return T("{name} starts round {n} with ▶️, or ends the café with 🏁.", name=name, n=coming)
