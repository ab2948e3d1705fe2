"""What somebody decides about an import, in time or not."""

from bot.core import Ctx, Desk, Show
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.values import Role
from handlers.imports.chat.routes import (
    APPLY,
    CARD,
    EXPIRES,
    READ,
    SETTLES,
    UNDO,
    Import,
    Leave,
    TakeBack,
    known,
    router,
)
from storage import files, jobs
from storage.jobs import JOURNAL, JobState

_UNDECIDED = [(READ, JobState.WAITING)]
_NOT_DONE = [(READ, JobState.QUEUED), (READ, JobState.RUNNING), *_UNDECIDED]


@router.press(Import, who=Role.MANAGER, about="job")
async def go_on(ctx: Ctx, press: Import) -> Show:
    """It is done now, once; a second tap changes nothing."""
    await known(ctx.db, press.job)
    if await jobs.again(ctx.db, press.job, _UNDECIDED, APPLY):
        await ctx.schedule(EXPIRES, press.job, times=[])
        await ctx.touch("job", press.job)
    return Show(CARD, press.job)


@router.press(Leave, who=Role.MANAGER, about="job")
async def leave(ctx: Ctx, press: Leave) -> Show:
    """Nothing of it; what is being done already goes on."""
    await known(ctx.db, press.job)
    await ctx.schedule(EXPIRES, press.job, times=[])
    await _end(ctx, press.job, expired=False)
    return Show(CARD, press.job)


@router.due(EXPIRES)
async def expires(desk: Desk, number: int) -> None:
    """Nobody has decided for a day."""
    await _end(desk, number, expired=True)


async def _end(desk: Desk, number: int, *, expired: bool) -> None:
    row = await jobs.job(desk.db, number)
    over = {"state": JobState.CANCELLED, "outcome": {"expired": expired}, "finished_at": desk.now}
    if row is not None and await jobs.move(desk.db, number, _UNDECIDED if expired else _NOT_DONE, **over):
        await files.forget(desk.db, row.file_id)
        await desk.touch("job", number)


@router.press(TakeBack, who=Role.MANAGER, about="job")
async def take_back(ctx: Ctx, press: TakeBack) -> Show:
    """What it did is taken back, within the hour."""
    row = await known(ctx.db, press.job)
    if (row.kind, row.state) == (APPLY, JobState.DONE):
        if row.undo_until is None or row.undo_until <= ctx.now:
            raise Sorry(T("An import can be taken back within an hour; that hour is over. Nothing was changed."))
        await jobs.again(ctx.db, press.job, [(APPLY, JobState.DONE)], UNDO)
        await ctx.touch("job", press.job)
    return Show(CARD, press.job)


@router.due(SETTLES)
async def settles(desk: Desk, number: int) -> None:
    """The hour is over: what could have been restored is forgotten, and the button is gone."""
    row = await jobs.job(desk.db, number)
    if row is None:
        return
    outcome = {name: value for name, value in row.outcome.items() if name != JOURNAL}
    if await jobs.move(desk.db, number, [(APPLY, JobState.DONE)], outcome=outcome, undo_until=None):
        await desk.touch("job", number)
