"""What is seen of a question: by its asker, by those who manage what it is about."""

from bot.core import Look
from bot.model.card import Button, Card, card
from bot.model.text import Day, T, Text
from bot.model.values import Role, Words
from handlers.ask.routes import AGAIN, ANSWERED, ASKED, MINE, SETTLED, Elsewhere, Leave, Reply, Send, router
from handlers.shared.presses import AskAbout, AskTeam
from storage import asking, events, roster
from storage.questions import QuestionRow


@router.view(MINE, watches=("question",))
async def mine(look: Look, number: int) -> Card | None:
    """For the asker: the offer to send what they wrote, then that it was sent."""
    question = await asking.question(look.db, number)
    if question is None or question.person_id != look.person_id:
        return None
    if question.state == asking.DROPPED:
        return card(T("It was not sent, and I have not kept it."))
    words = [*await _about(look, question), "", _quoted(question.text)]
    if question.state != asking.DRAFT:
        return card(T("Your question has been passed on. The answer will come here."), *words)
    buttons = (Button(T("📤 Send"), Send(number)), Button(T("✖ No"), Leave(number)))
    return card(T("Shall I send this to the organisers?"), *words, rows=[buttons])


@router.view(ANSWERED)
async def answered(look: Look, number: int) -> Card | None:
    """For the asker: the answer, with the question it belongs to."""
    question = await asking.question(look.db, number)
    if question is None or question.person_id != look.person_id or not question.text:
        return None
    again = AskTeam() if question.event_id is None else AskAbout(question.event_id)
    return card(
        T("✉️ *An answer from the organisers*"),
        *await _about(look, question),
        T("You asked: {text}", text=_quoted(question.text)),
        "",
        question.answer or T("They say that they have answered you elsewhere, by phone or in person."),
        rows=[(Button(T("❓ Ask again"), again),)],
    )


@router.view(ASKED, watches=("question",))
async def asked(look: Look, number: int) -> Card | None:
    """For a manager: who asks what, until somebody has answered."""
    return await _managed(look, number, "")


@router.view(AGAIN, watches=("question",))
async def again(look: Look, number: int) -> Card | None:
    """For a manager: nobody has answered for two days."""
    return await _managed(look, number, T("⏰ This question has waited for two days."))


@router.view(SETTLED, watches=("question",))
async def settled(look: Look, number: int) -> Card | None:
    """For a manager who came second: the answer that was given."""
    return await _managed(look, number, T("Thank you! Somebody was faster: this question is settled already."))


async def _managed(look: Look, number: int, head: Text) -> Card | None:
    question = await asking.question(look.db, number)
    if question is None or question.state == asking.DRAFT or not await look.may(Role.MANAGER, "question", number):
        return None
    if not question.text:
        return card(T("Whoever asked this question has deleted it."))
    asker = await roster.called(look.db, question.person_id)
    lines: list[Text] = [head] if head else []
    lines += [T("❓ *Question* from {name}", name=asker), *await _about(look, question), "", _said(question)]
    if question.state != asking.OPEN:
        return card(*lines, "", *await _outcome(look, question))
    buttons = (Button(T("✍️ Answer"), Reply(number)), Button(T("📞 Handled elsewhere"), Elsewhere(number)))
    return card(*lines, rows=[buttons])


async def _outcome(look: Look, question: QuestionRow) -> list[Text]:
    """Who closed the question (nobody by name, when they have deleted their data), and their answer."""
    by = await roster.called(look.db, question.answer_by_id or 0)
    if question.state == asking.ELSEWHERE:
        return [T("✔️ Handled elsewhere by {name}.", name=by) if by else T("✔️ Handled elsewhere.")]
    return [T("✔️ Answered by {name}:", name=by) if by else T("✔️ Answered:"), _quoted(question.answer)]


async def _about(look: Look, question: QuestionRow) -> list[Text]:
    event = None if question.event_id is None else await events.event(look.db, question.event_id)
    return [T("About *{title}*, {day}", title=event.title, day=Day(event.day))] if event else []


def _said(question: QuestionRow) -> Text:
    """The question as its asker wrote it; a manager of another language sees which language it is in."""
    return _quoted(Words.plain(question.text, question.language))


def _quoted(text: Text) -> Text:
    return T("“{text}”", text=text)
