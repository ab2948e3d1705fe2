"""Collecting: while a round runs, whatever somebody who sits in it writes is an idea to the question of their table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import NOT_MINE, Ctx, Effect, Received, Show, lone_stop
from bot.model.problems import Sorry
from bot.model.text import T
from bot.model.update import Said
from bot.model.values import Naming, Role
from handlers.cafe.nameless import acknowledge
from handlers.cafe.reading import is_an_idea
from handlers.cafe.routes import LEFT, MINE, NOTED, SAID, router, session
from storage import acknowledging, cafe_plans, cafe_rounds, collecting, files, roster
from storage.cafe_rounds import Sitting
from storage.cafes import CafeRow
from storage.ideas import IdeaRow
from storage.tx import Tx

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic")
SOUNDS = (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav")
TOGETHER = timedelta(seconds=20)
MOST_SHOWN = 120  # characters of an idea on a card


@dataclass(frozen=True)
class Idea:
    """What somebody said: in words, or in a file that is kept, with its caption; and in which message."""

    text: str
    message: str = ""
    what: str = "text"
    file: int | None = None


@router.said(who=Role.ANYONE)
async def idea(ctx: Ctx, said: Said) -> Effect | object:
    """Kept without a tap. Above it stand only commands, a lone STOP, and a form that waits."""
    unknown = ctx.person is None or lone_stop(said.text)
    sitting = None if unknown else await sits_in(ctx.db, ctx.my_id, ctx.heard)
    if sitting is None:
        return NOT_MINE
    if said.what != "text":
        raise Sorry(T("I can not keep this as an idea. Please write it in words, or send a photo or a voice message."))
    return await keep(ctx, sitting, Idea(said.text, said.message))


async def in_a_round(tx: Tx, person: int, heard: datetime) -> bool:
    """Whether photos and voice notes were waited for: they are fetched from nobody else."""
    return await sits_in(tx, person, heard) is not None


@router.file(who=Role.KNOWN, endings=PICTURES + SOUNDS, while_=in_a_round)
async def seen_or_heard(ctx: Ctx, received: Received) -> Effect:
    """A photo of a sheet, a voice note: kept as a file, with its caption."""
    sitting = await sits_in(ctx.db, ctx.my_id, ctx.heard)
    if sitting is None:
        raise Sorry(T("You have no seat in that round any more, so I did not keep it."))
    return await keep(ctx, sitting, in_a_file(received))


def in_a_file(received: Received) -> Idea:
    """A photo or a voice note as an idea."""
    what = "photo" if received.name.lower().endswith(PICTURES) else "voice"
    return Idea(received.caption, received.message, what, received.file)


async def sits_in(tx: Tx, person: int, heard: datetime) -> Sitting | None:
    """What was heard of a person then belongs there: to the round that had just ended, as long as its grace lasted;
    else to the one that ran."""
    return next(iter(await cafe_rounds.sittings(tx, person, heard)), None)


async def keep(ctx: Ctx, sitting: Sitting, idea: Idea) -> Effect:
    """What somebody says for themselves in private is kept, and acknowledged there."""
    row = await write_down(ctx, sitting, idea)
    if sitting.has_left:
        await _offer_seat(ctx, sitting)
    if row.anonymous:
        await acknowledge(ctx, row)
        return None
    if row.noted_id != row.id:
        await ctx.touch(NOTED, row.noted_id)
        return None
    return Show(MINE, row.noted_id)


async def _offer_seat(ctx: Ctx, sitting: Sitting) -> None:
    """Who has left and writes on may want their seat back; said once in a round."""
    cafe = await cafe_plans.cafe(ctx.db, sitting.cafe)
    assert cafe is not None, "somebody sits in it"
    cause = f"cafe:{sitting.cafe}:{sitting.round_number}:left"
    await ctx.send(LEFT, sitting.cafe, to=ctx.my_id, cause=cause, terms=session(cafe), place=ctx.place.id)


async def write_down(ctx: Ctx, sitting: Sitting, idea: Idea) -> IdeaRow:
    """The one way in which what somebody says for themselves is kept, wherever they say it."""
    cafe = await cafe_plans.cafe(ctx.db, sitting.cafe)
    assert cafe is not None, "somebody sits in it"
    nobodys = cafe.naming is Naming.ANONYMOUS
    row = IdeaRow(
        programme_id=sitting.programme,
        event_id=sitting.event,
        cafe_id=sitting.cafe,
        question=question_of(cafe, sitting.round_number, sitting.table_number),
        table_number=sitting.table_number,
        round_number=sitting.round_number,
        number=0,
        organisation_id=None if nobodys else await _speaks_for(ctx, sitting),
        person_id=None if nobodys else ctx.my_id,
        language=ctx.reader.language,
        channel=ctx.account.platform,
        text=idea.text,
        what=idea.what,
        file_id=idea.file,
        counts=idea.file is not None or is_an_idea(idea.text),
        anonymous=nobodys,
        late=sitting.late,
        at=ctx.now.replace(second=0, microsecond=0) if nobodys else ctx.now,
        place_id=None if nobodys else ctx.place.id,
        message="" if nobodys else idea.message,
    )
    if nobodys and idea.file is not None:
        await files.make_nobodys(ctx.db, idea.file)
    row.id = await collecting.keep(ctx.db, row, within=await _together(ctx))
    await ctx.touch(SAID, sitting.cafe)
    return row


async def _together(ctx: Ctx) -> timedelta | None:
    """How long before an idea another one may have been said to be acknowledged with it: below a gong, or whatever else
    has come meanwhile, nobody would see that an older message has changed."""
    last = await acknowledging.last_to(ctx.db, ctx.my_id)
    return TOGETHER if last is not None and last.kind in ctx.house.routes.watching[NOTED] else None


async def _speaks_for(ctx: Ctx, sitting: Sitting) -> int | None:
    """For whom they are in the room; for whom they speak in the programme, where they are not in it."""
    found = await cafe_plans.organisation_in(ctx.db, sitting.cafe, ctx.my_id)
    if found is not None:
        return found
    speaks_for = await roster.affiliation_in(ctx.db, ctx.my_id, sitting.programme)
    return None if speaks_for is None else speaks_for.organisation_id


def question_of(cafe: CafeRow, number: int, table: int) -> int:
    """The ordinal of what is asked at a table in a round."""
    return cafe.tasks[number - 1][table - 1]


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """As much of an idea as a card (or, with `most`, a label) shows; a sign for what was not written."""
    line = " ".join(text.split()) or "📎"
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


async def corrected(ctx: Ctx, row: IdeaRow, text: str) -> None:
    """Until the café is over an idea may be said better."""
    if not text.strip():
        raise Sorry(T("There is nothing in it. To take it back, press “Withdraw”."))
    counts = row.file_id is not None or is_an_idea(text)
    await collecting.change(ctx.db, row, text, counts=counts, now=ctx.now)
    await ctx.touch_all(NOTED, {row.noted_id, row.id or 0})
    await ctx.touch(SAID, row.cafe_id)
