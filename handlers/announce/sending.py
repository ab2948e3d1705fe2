"""Sending: a trial, now or at its moment, paused, resumed, cancelled."""

from bot.core import Ctx, Desk, Show, Terms
from bot.core.dialogue import LIFE
from bot.model.card import Button, card
from bot.model.form import Complaint
from bot.model.problems import Sorry
from bot.model.text import Moment, T
from bot.model.values import Lane, Role, Sending
from handlers.announce.routes import (
    CHANGE,
    COUNTS,
    MESSAGE,
    PREVIEW,
    PROGRESS,
    START,
    TEXT,
    TRIAL,
    Back,
    Change,
    Drop,
    Leave,
    Pause,
    Resume,
    Send,
    Try,
    cause,
    known,
    router,
)
from handlers.announce.secrets import public_reader
from handlers.announce.whom import lost
from handlers.announce.writing import recorded
from storage import announcing, causes, dialogues, outbox
from storage.announcements import AnnouncementRow, Stage


@router.press(Try, who=Role.MANAGER, about="announcement")
async def try_out(ctx: Ctx, press: Try) -> None:
    """As it will arrive, in the author's own language; nobody else gets it."""
    row = await known(ctx.db, press.announcement)
    await ctx.also(TRIAL, press.announcement)
    ctx.toast = T("Sent to you alone.")
    await recorded(ctx, "try announcement", row)


@router.press(Send, who=Role.MANAGER, about="announcement")
async def send(ctx: Ctx, press: Send) -> Show:
    """Send the draft, or plan it. A second tap changes nothing."""
    row = await known(ctx.db, press.announcement)
    if row.state is not Stage.DRAFT:
        return Show(PROGRESS, press.announcement)
    await _nobody_changes(ctx, row)
    change = Button(T("✏️ Change the text"), Change(press.announcement))
    await _still_public(ctx, row, change)
    if names := await lost(ctx.db, row.programme_id, row.segment):
        sentence = T(
            "I can not write in {groups} (any more), so nothing was sent. Please add me there again, or change to whom "
            "it goes.",
            groups=names,
        )
        raise Sorry(sentence, change)
    if row.due is None:
        if not await _start(ctx, row, Stage.DRAFT):
            raise Sorry(T("This would reach nobody just now."), change)
        await recorded(ctx, "send announcement", row)
    else:
        if row.due <= ctx.now:
            raise Sorry(T("{moment} has passed already.", moment=Moment(row.due)), change)
        await announcing.move(ctx.db, press.announcement, [Stage.DRAFT], Stage.PLANNED)
        await ctx.schedule(START, press.announcement, times=[(row.due, None)])
        await recorded(ctx, "plan announcement", row)
    return Show(PROGRESS, press.announcement)


async def _nobody_changes(ctx: Ctx, row: AnnouncementRow) -> None:
    """What is being written would be lost, and what is to be replaced would go out."""
    if await announcing.being_changed(ctx.db, CHANGE, row.id or 0, ctx.now - LIFE):
        sentence = T(
            "The text is being changed just now, so nothing was sent. Please finish the change first; or leave it with "
            "/cancel, and then send the text as it was."
        )
        raise Sorry(sentence, Button(T("✖ Leave the change"), Leave(row.id or 0)))


@router.press(Leave, who=Role.MANAGER, about="announcement")
async def leave(ctx: Ctx, press: Leave) -> Show:
    """Whoever has it open and wherever: platforms do not tell when a form is closed."""
    row = await known(ctx.db, press.announcement)
    for form in await announcing.being_changed(ctx.db, CHANGE, press.announcement, ctx.now - LIFE):
        form.state = "closed"
        await dialogues.save_form(ctx.db, form)
        await ctx.touch("form", form.id or 0, form.step)
    return _standing(row)


async def _still_public(ctx: Ctx, row: AnnouncementRow, change: Button) -> None:
    """A link may have become an event's secret since the draft was written."""
    read = public_reader(await announcing.kept_secrets(ctx.db, row.programme_id))
    try:
        for text in row.words.texts.values():
            read(text)
    except Complaint as complaint:
        raise Sorry(complaint.text, change) from None


async def _start(desk: Desk, row: AnnouncementRow, before: Stage) -> int:
    """From now on it goes out; to how many people and groups."""
    number = row.id or 0
    people = await announcing.addressed(desk.db, row.programme_id, row.segment, desk.now)
    terms = Terms(lane=Lane.BROADCAST, programme=row.programme_id)
    if not await announcing.move(desk.db, number, [before], Stage.SENDING):
        return 0
    groups = await announcing.groups_addressed(desk.db, row.programme_id, row.segment)
    for place in groups:
        await desk.post(MESSAGE, number, place=place.id or 0, cause=cause(number), terms=terms)
    return len(groups) + await desk.send_all(MESSAGE, number, to=people, cause=cause(number), terms=terms)


@router.due(START)
async def start(desk: Desk, number: int) -> None:
    """Its moment has come. Who is meant is asked now, not when it was planned."""
    row = await announcing.announcement(desk.db, number)
    if row is None or row.state is not Stage.PLANNED:
        return
    await _start(desk, row, Stage.PLANNED)
    if names := await lost(desk.db, row.programme_id, row.segment):
        sentence = T(
            "⚠️ Your planned announcement was not posted in {groups}, because I can not write there (any more). Please "
            "add me there again and write it once more for them.",
            groups=names,
        )
        await desk.say(card(sentence), to=row.author_id, cause=f"announce.lost:{number}")
    await desk.touch(TEXT, number)
    about = f"announcement {number}"
    await desk.record("send announcement", about, by=row.author_id, role="manager", programme=row.programme_id)


@router.press(Pause, who=Role.MANAGER, about="announcement")
async def pause(ctx: Ctx, press: Pause) -> Show:
    """Nothing more goes out. What is on its way already finds itself withdrawn, and is taken back on resuming."""
    row = await known(ctx.db, press.announcement)
    if await announcing.move(ctx.db, press.announcement, [Stage.SENDING], Stage.PAUSED):
        await outbox.set_state(ctx.db, cause(press.announcement), [Sending.QUEUED], Sending.HELD)
        await _shown(ctx, row, "pause announcement")
    return Show(PROGRESS, press.announcement)


@router.press(Resume, who=Role.MANAGER, about="announcement")
async def resume(ctx: Ctx, press: Resume) -> Show:
    """On it goes, to those who have not got it."""
    row = await known(ctx.db, press.announcement)
    if await announcing.move(ctx.db, press.announcement, [Stage.PAUSED], Stage.SENDING):
        await causes.resume(ctx.db, cause(press.announcement))
        await _shown(ctx, row, "resume announcement")
    return Show(PROGRESS, press.announcement)


@router.press(Drop, who=Role.MANAGER, about="announcement")
async def cancel(ctx: Ctx, press: Drop) -> Show:
    """A draft or a plan comes to nothing; of one that is being sent, what is out stays, the rest does not go."""
    row = await known(ctx.db, press.announcement)
    alive = [stage for stage in Stage if stage is not Stage.CANCELLED]
    if await announcing.move(ctx.db, press.announcement, alive, Stage.CANCELLED):
        await ctx.schedule(START, press.announcement, times=[])
        await causes.withdraw(ctx.db, cause(press.announcement))
        await ctx.touch(TEXT, press.announcement)
        await recorded(ctx, "cancel announcement", row)
    return Show(PROGRESS, press.announcement)


@router.press(Back, who=Role.MANAGER, about="announcement")
async def back(ctx: Ctx, press: Back) -> Show:
    """From the recipients to the progress."""
    return _standing(await known(ctx.db, press.announcement))


def _standing(row: AnnouncementRow) -> Show:
    return Show(PREVIEW if row.state is Stage.DRAFT else PROGRESS, row.id or 0)


async def _shown(ctx: Ctx, row: AnnouncementRow, action: str) -> None:
    """The cards of other managers change as well."""
    await ctx.touch(COUNTS, row.id or 0)
    await recorded(ctx, action, row)
