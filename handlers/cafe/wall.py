"""The wall of a café in the chat: its address, a new one, and the moment at which everybody reads what was said."""

from bot.core import Ctx, Look, Show
from bot.core.links import WALL
from bot.model.card import Button, Card, Row, card
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import Link, T, Text
from bot.model.values import Naming, Role
from handlers.cafe.routes import PLANNED, Console, concealed, known, router, run_by
from storage import events, walls
from storage.cafes import CafeRow

ADDRESS = "cafe.wall"
SHOWN = "cafe.wall"  # the topic: the wall's address, and whether it shows words


class ShowWall(Press, name="caf.wall"):
    """The address of the wall."""

    cafe: int


class NewAddress(Press, name="caf.wall.new"):
    """The wall is to have another address."""

    cafe: int


class Renew(Press, name="caf.wall.renew"):
    """Said once more, after the question; `generation` is which address it was asked about."""

    cafe: int
    generation: int


class Reveal(Press, name="caf.wall.reveal"):
    """From now on the wall shows what was said."""

    cafe: int


class Tidy(Press, name="caf.wall.tidy"):
    """The newest ideas, to hide or pin; `older` is the number before which they were said (0: all)."""

    cafe: int
    older: int


@router.press(ShowWall, who=Role.FACILITATOR, about="cafe")
async def show_wall(ctx: Ctx, press: ShowWall) -> Show:
    """The address, for the projector of the room."""
    await known(ctx.db, press.cafe)
    if not ctx.house.links.public_url:
        raise Sorry(T("There is no address here that a projector could open; whoever runs this bot can give it one."))
    return Show(ADDRESS, press.cafe)


@router.view(ADDRESS, watches=(SHOWN, PLANNED))
async def address(look: Look, cafe: int) -> Card | None:
    """The address as it is now, and what the wall shows of what is said."""
    row = await run_by(look, cafe)
    event = None if row is None else await events.event(look.db, row.event_id)
    if row is None or event is None or not look.house.links.public_url:
        return None
    token = look.house.links.token(WALL, cafe, row.wall_generation)
    lines: list[Text] = [
        T("📺 *The wall of the café* · {title}", title=event.title),
        T("Open this address on the computer at the projector. Whoever has it can read the wall, and change nothing."),
        "",
        Link(f"{look.house.links.public_url}/wall/{token}"),
        "",
        _what_it_shows(row),
    ]
    reveal: list[Row] = [(Button(T("👁 Reveal the ideas"), Reveal(cafe)),)] if concealed(row) else []
    tidy = Button(T("🧹 Hide or pin"), Tidy(cafe, 0))
    new = Button(T("🔒 New address"), NewAddress(cafe))
    return card(*lines, rows=[*reveal, (tidy, new), (Button(T("↩️ Back"), Console(cafe)),)])


def _what_it_shows(row: CafeRow) -> Text:
    if concealed(row):
        return T("It shows the clock and how many ideas there are; nobody reads them until you reveal them.")
    if row.naming is Naming.NAMED:
        return T("It shows ideas with the names of those who wrote them.")
    return T("It shows ideas without names.")


@router.press(NewAddress, who=Role.FACILITATOR, about="cafe")
async def new_address(ctx: Ctx, press: NewAddress) -> Card:
    """Asked once more: the projector would go dark."""
    row = await known(ctx.db, press.cafe)
    event = await events.event(ctx.db, row.event_id)
    title = "" if event is None else event.title
    yes = Button(T("🔒 Yes, a new address"), Renew(press.cafe, row.wall_generation))
    return card(
        T("🔒 *{title}*: give the wall a new address?", title=title),
        T("The old one stops working at once, also on the projector."),
        rows=[(yes, Button(T("↩️ Back"), ShowWall(press.cafe)))],
    )


@router.press(Renew, who=Role.FACILITATOR, about="cafe")
async def renew(ctx: Ctx, press: Renew) -> Show:
    """Another address; what is open at the one before closes within seconds. An address is changed once, however many
    cards ask about it."""
    row = await known(ctx.db, press.cafe)
    ctx.toast = T("That had been done already.")
    if await walls.renew(ctx.db, press.cafe, press.generation):
        ctx.toast = T("The address before opens nothing any more.")
        await _changed(ctx, row, "renew wall address")
    return Show(ADDRESS, press.cafe)


@router.press(Reveal, who=Role.FACILITATOR, about="cafe")
async def reveal(ctx: Ctx, press: Reveal) -> Show:
    """Everybody in the room reads what was said; it can not be taken back."""
    row = await known(ctx.db, press.cafe)
    if await walls.reveal(ctx.db, press.cafe, ctx.now):
        await _changed(ctx, row, "reveal ideas")
        ctx.toast = T("The wall shows the ideas now.")
    return Show(ADDRESS, press.cafe)


async def _changed(ctx: Ctx, row: CafeRow, action: str) -> None:
    await ctx.touch(SHOWN, row.id or 0)
    about = f"cafe {row.id}"
    await ctx.record(action, about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
