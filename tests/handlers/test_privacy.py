"""What is kept of a person: they see it and take it with them, and nobody else does."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.values import Sending
from storage.deliveries import DELIVERY
from tests.handlers.privacy_steps import CHAT, EMAIL, NAME, OTHER_CHAT, WORDS, at_home, with_traces
from tests.room import MONDAY, Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
async def test_what_is_kept(lab: Lab) -> None:
    """/data says in words and figures what is kept, and /date is the same."""
    seat, _ = await with_traces(lab)
    await seat.says("/cancel")

    await seat.says("/date")

    assert f"Name: {NAME}" in seat.sees
    assert "Organisation: Atelierul Nord" in seat.sees
    assert f"E-mail: {EMAIL}" in seat.sees
    assert f"· memory: {CHAT} (this one) – I write to you here ✉️\n· native: {OTHER_CHAT}" in seat.sees
    assert "0 invitations, 1 answer, 2 questions" in seat.sees


async def test_what_goes_in_either_case_is_said_before(lab: Lab) -> None:
    """Answers may stay without a name; questions never do, and their answers go with them."""
    seat, _ = await with_traces(lab)
    await seat.says("/data")

    await seat.presses("🗑 Delete my data")

    assert "Questions that you asked the organisers go in either case" in seat.sees


async def test_see_shows_answers_and_questions(lab: Lab) -> None:
    """See lists the answers by event and the questions."""
    seat, _ = await with_traces(lab)
    await seat.says("/data")

    await seat.presses("👁 See")

    assert "Consultation on the plan" in seat.sees
    assert "you are coming" in seat.sees
    assert f"Prima întrebare {WORDS}" in seat.sees


async def test_a_draft_is_no_question(lab: Lab) -> None:
    """What was offered and not sent is neither counted nor listed; the file has it, as a draft, while it lies there."""
    await lab.arrives("ilinca")
    ana = await lab.arrives("ana")
    await ana.says("Is there a tram?")
    assert "📤 Send" == ana.labels[0]

    await ana.says("/data")
    assert "0 questions" in ana.sees
    await ana.presses("👁 See")
    assert "tram" not in ana.sees

    assert ["draft"] == [one["state"] for one in (await downloaded(ana))["questions"]]


async def downloaded(seat: Seat) -> dict[str, Any]:
    """The file behind [Download]."""
    await seat.says("/data")
    await seat.presses("⬇️ Download")
    (document,) = seat.messages[-1].drawn.documents
    assert ("sfat-data.json", "application/json") == (document.name, document.media_type)
    found: dict[str, Any] = json.loads(document.content.decode("utf-8"))
    return found


async def test_the_file_holds_what_is_kept(lab: Lab) -> None:
    """The download is JSON with the person, their answers, questions and accounts."""
    seat, _ = await with_traces(lab)

    found = await downloaded(seat)

    assert (NAME, EMAIL) == (found["person"][0]["name"], found["person"][0]["email"])
    assert [("E1", "yes")] == [(one["event"], one["answer"]) for one in found["answers"]]
    assert {CHAT, OTHER_CHAT} == {one["user"] for one in found["accounts"]}
    assert 3 == len(found["questions"])


async def test_the_file_holds_nobody_elses_data(lab: Lab) -> None:
    """Not a word of anybody else is in the file, though others answered and asked as well."""
    seat, _ = await with_traces(lab)
    dan = await lab.arrives("dan")
    await dan.says("/rsvp E1 nu")
    await dan.says("/ask E1")
    await dan.says("Întrebarea lui Dan")

    text = json.dumps(await downloaded(seat), ensure_ascii=False)

    assert not [other for other in ("Munteanu", "Ilinca", "Întrebarea lui Dan", '"no"') if other in text]


@pytest.mark.parametrize("view", ["data.kept", "data.seen", "data.file", "data.delete"])
async def test_nobody_sees_anothers_data(lab: Lab, view: str) -> None:
    """A view of somebody's data draws nothing for any other reader, a manager included."""
    await at_home(lab)
    ilinca = await lab.arrives("ilinca")
    values = {"kind": view, "subject": str(lab.people["ana"]), "person_id": lab.people["ilinca"], "lane": 0}

    await lab.room.write(lambda tx: tx.execute(DELIVERY.insert().values(**values, due=MONDAY, state=Sending.QUEUED)))
    lab.room.program.courier.wake()
    await lab.room.settle()

    assert EMAIL not in ilinca.all_text
    async with lab.room.read() as tx:
        state = (
            await tx.execute(
                select(DELIVERY.c.state).where(
                    DELIVERY.c.kind == view,
                    DELIVERY.c.subject == values["subject"],
                    DELIVERY.c.person_id == lab.people["ilinca"],
                )
            )
        ).scalar_one()
    assert Sending.SKIPPED == state


async def test_a_stranger_is_not_let_in(lab: Lab) -> None:
    """Who is not known has no data to see."""
    stranger = lab.room.seat("stranger", language="en")

    await stranger.says("/data")

    assert "I do not know you yet." in stranger.sees
