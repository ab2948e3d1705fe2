"""A pile of paper in the chat: the address of the page where its ideas are typed in.

The address speaks for one person and one café, and ends by itself; whether that person still runs the café is asked
each time (`pile`).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import Ctx, House, Look, Show
from bot.core.links import PAPER
from bot.model.card import Button, Card, Row, card
from bot.model.paper import Refused, Why
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Day, Link, T
from bot.model.values import CafeState, Role
from handlers.cafe.routes import Console, known, router, run_by
from storage import events
from storage.cafes import CafeRow

ADDRESS = "cafe.paper"
LASTS = timedelta(days=14)
_A_DAY = timedelta(days=1).total_seconds()
_PEOPLE = 2**31  # more than there can be numbers of people: a café and a person together are one number


class Paper(Press, name="caf.paper"):
    """The address of the page where a pile of paper is typed in."""

    cafe: int


def paper_row(look: Look, row: CafeRow) -> Row:
    """The button, where there is an address and the room was opened."""
    if not look.house.links.public_url or row.state is CafeState.PLANNED:
        return ()
    return (Button(T("📝 Paper"), Paper(row.id or 0)),)


@router.press(Paper, who=Role.FACILITATOR, about="cafe")
async def show_paper(ctx: Ctx, press: Paper) -> Show:
    """The address, for whoever asks alone."""
    row = await known(ctx.db, press.cafe)
    if not ctx.house.links.public_url:
        raise Sorry(T("There is no address here that a browser could open; whoever runs this bot can give it one."))
    if row.state is CafeState.PLANNED:
        raise Sorry(T("The room is not open yet."))
    return Show(ADDRESS, press.cafe)


@router.view(ADDRESS)
async def address(look: Look, cafe: int) -> Card | None:
    """The address, and until when it opens something."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None or look.person_id is None or not look.house.links.public_url:
        return None
    until = look.now + LASTS
    return card(
        T("📝 *Ideas on paper*"),
        T("Open this address on a computer and type in what was written by hand, one idea a line."),
        "",
        Link(f"{look.house.links.public_url}/paper/{token(look.house, cafe, look.person_id, until)}"),
        "",
        T(
            "It works until {day}, also when the café is over. It is yours alone: whoever has it writes in your name.",
            day=Day(until.astimezone(ZoneInfo(event.zone)).date()),
        ),
        rows=[(Button(T("↩️ Back"), Console(cafe)),)],
    )


def token(house: House, cafe: int, person: int, until: datetime) -> str:
    """The token of a person for a café, until the end of that day (UTC)."""
    return house.links.token(PAPER, cafe * _PEOPLE + person, _day(until))


def whose(house: House, written: str, now: datetime) -> tuple[int, int]:
    """Café and person of a token. Raises Refused when it is none of ours, or when its time is over."""
    read = house.keys.read(written)
    if read is None or read.kind != PAPER or read.generation < _day(now):
        raise Refused(Why.GONE)
    return divmod(read.number, _PEOPLE)


def _day(at: datetime) -> int:
    return int(at.timestamp() // _A_DAY)
