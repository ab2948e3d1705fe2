"""Free text where nobody waits for any: it is offered to the organisers as a question, and sent only when tapped."""

from bot.core import Ctx, Show
from bot.model.card import Button
from bot.model.problems import Refusal, Sorry
from bot.model.text import T
from bot.model.update import Said
from bot.model.values import Role
from handlers.ask.asking import offer, pass_on, refuse_in_vain
from handlers.ask.routes import GONE, MINE, Leave, Send, router, somebody_answers
from handlers.shared.presses import Begin
from storage import asking, events, roster
from storage.questions import QuestionRow


@router.said(who=Role.ANYONE)
async def anything(ctx: Ctx, said: Said) -> Show:
    """The last to look at what was written. Everything here ends in one sentence or in the offer to send it."""
    if said.what != "text":
        raise Sorry(T("I can only read text here. Please write it."))
    if ctx.person is None:
        raise Sorry(
            T("I do not know you yet. Tell me who you are, and I can pass your questions on."),
            Button(T("Begin"), Begin()),
        )
    text = said.text.strip()
    mine = await roster.my_events(ctx.db, ctx.my_id, ctx.now)
    event = mine[0] if len(mine) == 1 else None
    if not text or not await somebody_answers(ctx, event):
        raise Sorry(T("I did not understand this. /help lists what I can do."))
    return await offer(ctx, text, event)


@router.press(Send, who=Role.KNOWN, about="question")
async def sent(ctx: Ctx, press: Send) -> Show:
    """The draft is passed on; a second tap changes nothing."""
    question = await _own(ctx, press.question)
    if question.state == asking.DROPPED:
        raise Sorry(T("These words were not kept. Please write them again."))
    if await asking.send(ctx.db, press.question, ctx.now):
        await refuse_in_vain(ctx, await events.event(ctx.db, question.event_id) if question.event_id else None)
        await pass_on(ctx, press.question)
    return Show(MINE, press.question)


@router.press(Leave, who=Role.KNOWN, about="question")
async def left(ctx: Ctx, press: Leave) -> Show:
    """The draft is forgotten; what was sent stays sent."""
    await _own(ctx, press.question)
    await asking.drop(ctx.db, press.question)
    return Show(MINE, press.question)


async def _own(ctx: Ctx, number: int) -> QuestionRow:
    """One's own question. Raises Refusal for another's: its button was on somebody else's card."""
    found = await asking.question(ctx.db, number)
    if found is None:
        raise Sorry(GONE)
    if found.person_id != ctx.my_id:
        raise Refusal(T("This button belongs to somebody else."), action=Send.name, about=f"question {number}")
    return found
