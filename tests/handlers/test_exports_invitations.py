"""Exported invitations, answers and deliveries: how far each has come."""

import pytest

from bot.model.values import Going, Reason, Sending
from storage import events
from storage.events import EVENT
from storage.tx import Tx
from tests.handlers.export_steps import answer, deliver, invite_all, rows
from tests.room import MONDAY
from tests.seeds import Lab


@pytest.mark.both
@pytest.mark.parametrize(
    ("state", "exported_as"),
    [
        (Sending.WAITING, "waiting"),
        (Sending.QUEUED, "queued"),
        (Sending.HELD, "queued"),
        (Sending.FAILED, "undelivered"),
        (Sending.CANCELLED, "undelivered"),
    ],
)
async def test_an_invitation_is_as_far_as_its_message(lab: Lab, state: Sending, exported_as: str) -> None:
    """Until it was opened or answered."""
    await invite_all(lab)
    await deliver(lab, "ana", state)

    found = {row["person"]: row["state"] for row in await rows(lab, "invitations")}

    assert exported_as == found["ANA"]


async def test_a_sent_invitation_is_sent_while_it_is_redrawn(lab: Lab) -> None:
    """Stale is a state of ours, not of the reader's."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.STALE, message="1", sent_at=MONDAY)

    found = {row["person"]: row["state"] for row in await rows(lab, "invitations")}
    (delivery,) = await rows(lab, "deliveries")

    assert ("sent", "sent") == (found["ANA"], delivery["state"])


async def test_an_answered_invitation_is_answered(lab: Lab) -> None:
    """Whatever became of its message."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.FAILED)
    await answer(lab, "ana", Going.NO)

    found = {row["person"]: row for row in await rows(lab, "invitations")}

    assert ("answered", "2027-01-04T09:01:00+02:00") == (found["ANA"]["state"], found["ANA"]["answered_at"])


@pytest.mark.both
async def test_rsvps_have_a_row_for_each_invited_person(lab: Lab) -> None:
    """Also for the silent."""
    await invite_all(lab)
    await answer(lab, "ana", Going.MAYBE, late=True)

    found = {row["person"]: (row["answer"], row["late"], row["by"]) for row in await rows(lab, "rsvps")}

    silent = ("none", "false", "")
    assert {"ANA": ("maybe", "true", "ANA"), "DAN": silent, "MIA": silent, "RADU": silent} == found


async def test_rsvps_name_who_answered_uninvited(lab: Lab) -> None:
    """A guest's answer is an answer."""
    await answer(lab, "radu", Going.YES, guest=True)

    assert [("RADU", "yes")] == [(row["person"], row["answer"]) for row in await rows(lab, "rsvps")]


@pytest.mark.parametrize("what", ["events", "organisations", "people", "invitations", "rsvps", "deliveries", "links"])
async def test_an_event_narrows_a_table(lab: Lab, what: str) -> None:
    """To what belongs to it: nothing, when it is another event's."""
    await invite_all(lab)
    await deliver(lab, "ana", Sending.SENT)
    other = {"programme_id": lab.programme, "key": "E2", "lab_id": None}

    async def work(tx: Tx) -> None:
        event = await events.event(tx, lab.event)
        assert event is not None
        values = {name: value for name, value in event.__dict__.items() if not name.startswith("_") and name != "id"}
        await tx.execute(EVENT.insert().values(**{**values, **other}))

    await lab.room.write(work)

    found = await rows(lab, what, event="E2")

    assert ([] if what != "events" else ["E2"]) == [row["id"] if what == "events" else row for row in found]


async def test_deliveries_say_lane_and_reason(lab: Lab) -> None:
    """In words."""
    await deliver(lab, "ana", Sending.FAILED, Reason.BLOCKED, attempts=2)

    (row,) = await rows(lab, "deliveries")

    expected = ("E1", "ANA", "broadcast", "failed", "blocked", "2")
    assert expected == tuple(row[name] for name in ("event", "person", "lane", "state", "reason", "attempts"))
