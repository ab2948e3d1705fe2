"""A table has come: for which programme it is, and its job."""

from bot.core import Ctx, Effect, Received, Show
from bot.model.card import Button, card
from bot.model.problems import Refusal, Sorry
from bot.model.text import T
from bot.model.values import Role
from handlers.imports.chat.routes import CARD, DECIDE_WITHIN, ENDINGS, EXPIRES, READ, ImportInto, router
from storage import event_figures, files, jobs

MOST_PROGRAMMES = 20


@router.file(who=Role.MANAGER, endings=ENDINGS)
async def received(ctx: Ctx, file: Received) -> Effect:
    """With one programme it is read at once, with several they are asked which."""
    managed = await event_figures.programmes_managed(ctx.db, ctx.my_id, ctx.now)
    if not managed:
        raise Sorry(T("A table can be imported by who manages a whole programme, once there is one."))
    if len(managed) == 1:
        return await begin(ctx, file.file, managed[0].id or 0)
    rows = [(Button(one.title, ImportInto(file.file, one.id or 0)),) for one in managed[:MOST_PROGRAMMES]]
    return card(T("📥 *Import: {name}*", name=file.name), T("For which programme is it?"), rows=rows)


@router.press(ImportInto, who=Role.MANAGER, about="programme")
async def chosen(ctx: Ctx, press: ImportInto) -> Effect:
    """For this one. A second tap, also on another programme, changes nothing."""
    file = await files.file(ctx.db, press.file)
    if file is None:
        raise Sorry(T("This file is no longer there. Please send it again."))
    if file.by_id != ctx.my_id:
        raise Refusal(T("This button belongs to somebody else."), action=ImportInto.name, about=f"file {press.file}")
    begun = await jobs.of_file(ctx.db, press.file)
    return Show(CARD, begun.id or 0) if begun is not None else await begin(ctx, press.file, press.programme)


async def begin(ctx: Ctx, file: int, programme: int) -> Show:
    """The file is read; nobody waits for it."""
    await files.belongs_to(ctx.db, file, programme)
    number = await ctx.begin_job(READ, programme=programme, by=ctx.my_id, file=file)
    await ctx.schedule(EXPIRES, number, times=[(ctx.now + DECIDE_WITHIN, None)])
    return Show(CARD, number)
