"""The card with what is kept, the file, and silence."""

from bot.core import Ctx, Show
from bot.model.text import T
from bot.model.values import Role
from handlers.privacy.routes import FILE, SEEN, Download, Resume, See, Stop, router
from handlers.shared.presses import KEPT, MyData
from handlers.shared.welcome import SILENCE
from storage import preferences


@router.command("data", "date", who=Role.KNOWN, help=T("see, correct or delete your data"))
async def data(ctx: Ctx, _words: tuple[str, ...]) -> Show:
    """What is kept of me."""
    return Show(KEPT, ctx.my_id)


@router.press(MyData, who=Role.KNOWN)
async def back(ctx: Ctx, _press: MyData) -> Show:
    """The card again."""
    return Show(KEPT, ctx.my_id)


@router.press(See, who=Role.KNOWN)
async def see(ctx: Ctx, _press: See) -> Show:
    """All of it in words."""
    return Show(SEEN, ctx.my_id)


@router.press(Download, who=Role.KNOWN)
async def download(ctx: Ctx, _press: Download) -> None:
    """All of it as a file, in a message of its own."""
    await ctx.record("download own data", f"person {ctx.my_id}", by=ctx.my_id, programme=ctx.me.programme_id)
    await ctx.also(FILE, ctx.my_id)


@router.press(Stop, who=Role.KNOWN)
async def stop(ctx: Ctx, _press: Stop) -> Show:
    """No messages from now on, except about events one said one is coming to."""
    if ctx.me.stopped_at is None:
        await preferences.stop(ctx.db, ctx.my_id, ctx.now)
        await ctx.touch(SILENCE, person=ctx.my_id)
        await ctx.record("stop", by=ctx.my_id, programme=ctx.me.programme_id)
    ctx.toast = T("I will not write to you any more, except about events you said you are coming to.")
    return Show(KEPT, ctx.my_id)


@router.press(Resume, who=Role.KNOWN)
async def resume(ctx: Ctx, _press: Resume) -> Show:
    """Take the silence back."""
    if ctx.me.stopped_at is not None:
        await preferences.resume(ctx.db, ctx.my_id, ctx.now)
        await ctx.touch(SILENCE, person=ctx.my_id)
        await ctx.record("resume", by=ctx.my_id, programme=ctx.me.programme_id)
    ctx.toast = T("Good: I will write to you again.")
    return Show(KEPT, ctx.my_id)
