"""What those who run a café keep from its wall, with a reason, and what they put first."""

from collections.abc import Mapping
from typing import Any

from bot.core import Ctx, Look, Show
from bot.model.card import Button, Card, Document, Row, card
from bot.model.form import Field, Form, Sheet
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import N, T, Text
from bot.model.values import Role
from handlers.cafe.collecting import shortened
from handlers.cafe.harvest_photos import TakePhoto
from handlers.cafe.routes import known, router, run_by
from handlers.cafe.wall import ShowWall, Tidy
from storage import cafe_seats, collecting, tallies, walls
from storage.ideas import IdeaRow
from storage.rights import LARGEST

TIDY, LOOKED_AT, HIDE, WHOLE = "cafe.wall.ideas", "cafe.wall.idea", "cafe.wall.hide", "cafe.wall.whole"
JUDGED = "cafe.wall.idea"  # the topic: how an idea stands on the wall
A_PAGE = 8  # ideas as buttons
MOST_ON_A_BUTTON = 44  # characters
MOST_ON_A_CARD = 3000  # characters: every platform shows so many whole, with what stands around them


class LookAt(Press, name="caf.wall.idea"):
    """One idea, to hide or pin."""

    idea: int


class ReadWhole(Press, name="caf.wall.whole"):
    """Every word of a long idea."""

    idea: int


class HideIdea(Press, name="caf.wall.hide"):
    """Keep an idea from the wall; the reason is asked."""

    idea: int


class ShowIdea(Press, name="caf.wall.show"):
    """Show a hidden idea again."""

    idea: int


class PinIdea(Press, name="caf.wall.pin"):
    """Put an idea first."""

    idea: int


class UnpinIdea(Press, name="caf.wall.unpin"):
    """Put an idea back among the others."""

    idea: int


@router.press(Tidy, who=Role.FACILITATOR, about="cafe")
async def tidy(ctx: Ctx, press: Tidy) -> Show:
    """The newest ideas as buttons."""
    await known(ctx.db, press.cafe)
    return Show(TIDY, press.cafe, press.older)


@router.view(TIDY)
async def newest(look: Look, cafe: int, older: int) -> Card | None:
    """Ideas from here on, the newest first. New ones come when it is asked for: no button moves under a finger."""
    row = await run_by(look, cafe)
    if row is None:
        return None
    before = older if 0 < older <= LARGEST else LARGEST
    found = await walls.newest(look.db, cafe, before, A_PAGE + 1)
    kept = sum(one.kept for one in await tallies.tallies(look.db, cafe))
    lines: list[Text] = [N("🧹 *{n} answer in all.* Which one?", "🧹 *{n} answers in all.* Which one?", kept)]
    if not found:
        lines = [T("There is no idea here yet.")]
    rows: list[Row] = [(Button(_on_a_button(one), LookAt(one.id or 0)),) for one in found[:A_PAGE]]
    turn = [Button(T("🔄 Newest"), Tidy(cafe, 0))]
    if len(found) > A_PAGE:
        turn.append(Button(T("Older ▸"), Tidy(cafe, found[A_PAGE - 1].id or 0)))
    return card(*lines, rows=[*rows, tuple(turn), (Button(T("↩️ Back"), ShowWall(cafe)),)])


def _on_a_button(row: IdeaRow) -> Text:
    mark = "🙈 " if row.hidden else "📌 " if row.pinned else ""
    text = shortened(row.text)
    return mark + (text if len(text) <= MOST_ON_A_BUTTON else f"{text[: MOST_ON_A_BUTTON - 1].rstrip()}…")


async def _idea(ctx: Ctx | Look, number: int) -> IdeaRow:
    row = await collecting.idea(ctx.db, number)
    if row is None or row.withdrawn_at is not None:
        raise Sorry(T("This idea was withdrawn."))
    return row


@router.press(LookAt, who=Role.FACILITATOR, about="idea")
async def look_at(ctx: Ctx, press: LookAt) -> Show:
    """One idea by itself."""
    await _idea(ctx, press.idea)
    return Show(LOOKED_AT, press.idea)


@router.view(LOOKED_AT, watches=(JUDGED,))
async def one_idea(look: Look, idea: int) -> Card | None:
    """What it says, how it stands on the wall, what can be done."""
    row = await collecting.idea(look.db, idea)
    if row is None or await run_by(look, row.cafe_id) is None:
        return None
    back: Row = (Button(T("↩️ Back"), Tidy(row.cafe_id, 0)),)
    if row.withdrawn_at is not None:
        return card(T("This idea was withdrawn."), rows=[back])
    lines: list[Text] = [T("Question {q}, table {t}", q=row.question, t=row.table_number)]
    lines += [*await _by(look, row), "", row.text or "📎"]
    kept: Row = () if row.file_id is None else (Button(T("📎 Show the file"), TakePhoto(idea)),)
    if len(row.text) > MOST_ON_A_CARD:
        lines[-1] = shortened(row.text, MOST_ON_A_CARD)
        kept = (*kept, Button(T("📖 Read it whole"), ReadWhole(idea)))
    if row.hidden:
        lines += ["", T("🙈 Not on the wall: {reason}", reason=row.hidden)]
        return card(*lines, rows=[kept, (Button(T("👁 Show it again"), ShowIdea(idea)),), back])
    if row.pinned:
        lines += ["", T("📌 It stands first on the wall.")]
    pin = Button(T("Unpin"), UnpinIdea(idea)) if row.pinned else Button(T("📌 Pin"), PinIdea(idea))
    return card(*lines, rows=[kept, (Button(T("🙈 Hide"), HideIdea(idea)), pin), back])


@router.press(ReadWhole, who=Role.FACILITATOR, about="idea")
async def read_whole(ctx: Ctx, press: ReadWhole) -> None:
    """As a file, in a message of its own."""
    await _idea(ctx, press.idea)
    await ctx.also(WHOLE, press.idea)


@router.view(WHOLE)
async def whole(look: Look, idea: int) -> Card | None:
    """For whoever still runs the café."""
    row = await collecting.idea(look.db, idea)
    if row is None or row.withdrawn_at is not None or await run_by(look, row.cafe_id) is None:
        return None
    document = Document(f"idea-{idea}.txt", "text/plain; charset=utf-8", row.text.encode())
    return card(T("Question {q}, table {t}", q=row.question, t=row.table_number), documents=(document,))


async def _by(look: Look, row: IdeaRow) -> list[Text]:
    """Who said it: whoever runs the café reads names, unless nobody was to know them."""
    names = [] if row.person_id is None else await cafe_seats.names(look.db, [row.person_id])
    return [T("By {name}", name=name) for name in names if name]


@router.press(HideIdea, who=Role.FACILITATOR, about="idea")
async def hide(ctx: Ctx, press: HideIdea) -> Form:
    """Why?"""
    await _idea(ctx, press.idea)
    return Form(HIDE, (press.idea,))


async def sheet(look: Look, idea: int) -> Sheet:
    """The reason, kept with the idea."""
    row = await _idea(look, idea)
    asked = Field("reason", T("Why is it not shown?"), limit=120)
    return Sheet(T("Hide: {text}", text=shortened(row.text)), (asked,), T("Hide it"))


@router.form(HIDE, who=Role.FACILITATOR, sheet=sheet, about="idea")
async def hidden(ctx: Ctx, values: Mapping[str, Any], idea: int) -> Show:
    """It is kept, and not on the wall."""
    row = await _idea(ctx, idea)
    await walls.hide(ctx.db, idea, values["reason"])
    return await _moderated(ctx, row, "hide idea")


@router.press(ShowIdea, who=Role.FACILITATOR, about="idea")
async def show_again(ctx: Ctx, press: ShowIdea) -> Show:
    """It is on the wall again."""
    row = await _idea(ctx, press.idea)
    await walls.hide(ctx.db, press.idea, "")
    return await _moderated(ctx, row, "show idea")


@router.press(PinIdea, who=Role.FACILITATOR, about="idea")
async def pin(ctx: Ctx, press: PinIdea) -> Show:
    """It stands first."""
    row = await _idea(ctx, press.idea)
    await walls.pin(ctx.db, press.idea, first=True)
    return await _moderated(ctx, row, "pin idea")


@router.press(UnpinIdea, who=Role.FACILITATOR, about="idea")
async def unpin(ctx: Ctx, press: UnpinIdea) -> Show:
    """It stands where it was said."""
    row = await _idea(ctx, press.idea)
    await walls.pin(ctx.db, press.idea, first=False)
    return await _moderated(ctx, row, "unpin idea")


async def _moderated(ctx: Ctx, row: IdeaRow, action: str) -> Show:
    await ctx.touch(JUDGED, row.id or 0)
    about = f"idea {row.id}"
    await ctx.record(action, about, by=ctx.my_id, role="facilitator", programme=row.programme_id)
    return Show(LOOKED_AT, row.id or 0)
