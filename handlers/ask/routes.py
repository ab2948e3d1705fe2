"""What the parts of this feature share: the router, names of views and forms, buttons, whom a question reaches."""

from typing import Any

from sqlalchemy import Select

from bot.core import Ctx, Desk, Router
from bot.model.press import Press
from bot.model.problems import Sorry
from bot.model.text import T
from handlers.shared.roles import managers_of, managers_of_programme
from storage import asking, events
from storage.events import EventRow
from storage.questions import QuestionRow

router = Router("ask")

ASK, ANSWER = "ask", "question.answer"
ASKED, AGAIN, SETTLED = "question.asked", "question.again", "question.settled"
MINE, ANSWERED = "question.mine", "question.answered"
UNANSWERED = "question.unanswered"
LONGEST = 2000  # characters of a question and of an answer
GONE = T("This question is no longer there.")


class Send(Press, name="ask.send"):
    """Do send what I wrote to the organisers."""

    question: int


class Leave(Press, name="ask.leave"):
    """Do not send what I wrote, and forget it."""

    question: int


class Reply(Press, name="ask.reply"):
    """Answer a question."""

    question: int


class Elsewhere(Press, name="ask.else"):
    """The question was answered outside the chat."""

    question: int


def managers(desk: Desk, event: EventRow | None, programme_id: int | None) -> Select[Any]:
    """Who answers questions about an event, or about a programme when there is none."""
    if event is not None:
        return managers_of(event, desk.now)
    return managers_of_programme(programme_id, desk.now)


async def readers(desk: Desk, question: QuestionRow) -> Select[Any]:
    """The managers whom a question reaches: never the one who asks it."""
    event = None if question.event_id is None else await events.event(desk.db, question.event_id)
    return asking.others(managers(desk, event, question.programme_id), question.person_id)


async def somebody_answers(ctx: Ctx, event: EventRow | None) -> bool:
    """Whether there is anybody but the asker who could answer."""
    return await asking.anybody(ctx.db, asking.others(managers(ctx, event, ctx.me.programme_id), ctx.my_id))


async def asked_question(ctx: Ctx, number: int) -> QuestionRow:
    """The question behind a manager's button; a draft belongs to its writer alone. Raises Sorry when there is none."""
    found = await asking.question(ctx.db, number)
    if found is None or found.state in (asking.DRAFT, asking.DROPPED) or not found.text:
        raise Sorry(GONE)
    return found
