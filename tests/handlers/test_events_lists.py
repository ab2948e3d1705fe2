"""What is coming, and my answers."""

from datetime import UTC, datetime

import pytest

from bot.model.values import EventState, Role, Scope, Words
from storage.events import EVENT
from storage.people import GrantRow, PersonRow
from storage.programmes import ProgrammeRow
from storage.tx import add
from tests.handlers.event_steps import invite, manager
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english

LABEL = "Wednesday, 10 February 2027, 11:00 · Consultation on the plan"


@pytest.mark.both
async def test_what_is_coming(lab: Lab) -> None:
    """Each event ahead is a button with its weekday, and leads to the card."""
    ana = await lab.arrives("ana")
    await ana.says("/evenimente")
    offered = ana.labels

    await ana.presses("Consultation")

    assert ([LABEL], True) == (offered, "✅ I am coming" in ana.labels)


async def test_nothing_is_coming(lab: Lab) -> None:
    """After the last event the list says so."""
    ana = await lab.arrives("ana")
    await lab.room.until(datetime(2027, 2, 11, 8, tzinfo=UTC))

    assert "No event is planned just now." == await ana.says("/events")


async def test_managers_open_what_they_manage(lab: Lab) -> None:
    """A manager has a second button for each event, which opens the manager's card."""
    ilinca = await manager(lab)

    assert "📨 Invite" == ilinca.labels[0]


async def test_drafts_are_for_managers(lab: Lab) -> None:
    """A draft stands among what one manages, and in nobody's list of what is coming."""
    draft = EVENT.update().values(state=EventState.DRAFT)
    await lab.room.write(lambda tx: tx.execute(draft))
    ilinca, ana = await lab.arrives("ilinca"), await lab.arrives("ana")
    await ilinca.says("/events")
    await ana.says("/events")

    assert ([f"⚙️ {LABEL}"], []) == (ilinca.labels, ana.labels)


@pytest.mark.parametrize(("day", "listed"), [(24, True), (25, False)])
async def test_recent_events_are_still_managed(lab: Lab, day: int, listed: bool) -> None:
    """For two weeks after its end an event is found among the past ones that one manages."""
    ilinca = await lab.arrives("ilinca")
    await lab.room.until(datetime(2027, 2, day, 9, tzinfo=UTC))

    await ilinca.says("/events")
    if "🗂 Past events" in ilinca.labels:
        await ilinca.presses("🗂 Past events")

    assert listed == any("⚙️" in label for label in ilinca.labels)


async def test_what_is_over_is_not_coming(lab: Lab) -> None:
    """Not for managers either: there is a button for it."""
    ilinca = await lab.arrives("ilinca")
    await lab.room.until(datetime(2027, 2, 12, 9, tzinfo=UTC))

    await ilinca.says("/events")

    assert ["🗂 Past events"] == ilinca.labels


async def test_what_ended_today_is_still_among_what_is_managed(lab: Lab) -> None:
    """A manager has work with it for the rest of its day."""
    ilinca = await lab.arrives("ilinca")
    await lab.room.until(datetime(2027, 2, 10, 19, tzinfo=UTC))

    await ilinca.says("/events")

    assert [f"⚙️ {LABEL}"] == ilinca.labels


async def another_programme(lab: Lab, *managers: str) -> None:
    """A programme without events, and new people who manage it."""
    other = ProgrammeRow(key="east", title=Words.plain("Est", "en"), zone="UTC", languages=["en"], language="en")
    number = await lab.room.write(lambda tx: add(tx, other))
    for name in managers:
        person = PersonRow(programme_id=number, name=name.title(), language="en")
        lab.people[name] = await lab.room.write(lambda tx, row=person: add(tx, row))
        grant = GrantRow(
            person_id=lab.people[name], role=Role.MANAGER, scope=Scope.PROGRAMME, scope_id=number, since=MONDAY
        )
        await lab.room.write(lambda tx, row=grant: add(tx, row))


async def test_events_of_another_programme(lab: Lab) -> None:
    """Who belongs to another programme sees none of these events, as person or as its manager."""
    await another_programme(lab, "vera")
    vera = await lab.arrives("vera")

    assert "No event is planned just now." == await vera.says("/events")


async def test_a_manager_without_events_begins_one(lab: Lab) -> None:
    """The empty list is no dead end: its only button leads to the questions."""
    await another_programme(lab, "vera")
    vera = await lab.arrives("vera", native=True)
    await vera.says("/events")
    offered = vera.labels

    await vera.presses("➕ New event")

    assert (["➕ New event"], "title") == (offered, vera.form.fields[0].name)


async def test_a_manager_of_several_programmes_begins_an_event_in_one(lab: Lab) -> None:
    """Each is named."""
    await another_programme(lab)
    await lab.room.write(lambda tx: tx.execute(EVENT.delete()))
    ilinca = await lab.arrives("ilinca")

    await ilinca.says("/events")

    assert {"➕ New event: The sample programme", "➕ New event: Est"} == set(ilinca.labels)


async def test_my_answers(lab: Lab) -> None:
    """An invitation that waits for an answer is among them and says so."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")

    await ana.says("/mele")

    assert f"{LABEL}: not answered yet" in ana.sees


async def test_my_answers_can_be_changed(lab: Lab) -> None:
    """A tap leads from the list to the card that changes the answer."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 yes")
    await ana.says("/my")
    listed = ana.sees

    await ana.presses("Consultation")
    await ana.presses("I cannot come")

    assert (True, True) == ("✅ I am coming" in listed, "Noted: you cannot come" in ana.all_text)


@pytest.mark.parametrize(
    ("hour", "told"), [((10, 19), f"✖ {LABEL}: cancelled; you had answered: ✅ I am coming"), ((10, 23), None)]
)
async def test_a_cancelled_event_stands_among_my_answers_until_its_day_is_over(
    lab: Lab, hour: tuple[int, int], told: str | None
) -> None:
    """With what I had answered; it is no longer a button, for there is nothing to change."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 yes")
    ilinca = await manager(lab)
    await ilinca.presses("Cancel event")
    await ilinca.presses("Cancel the event")
    await lab.room.until(datetime(2027, 2, *hour, tzinfo=UTC))

    await ana.says("/my")

    assert (told, []) == (next((line for line in ana.sees.splitlines() if "✖" in line), None), ana.labels)


async def test_a_cancelled_event_without_an_answer_stands_among_mine(lab: Lab) -> None:
    """Whoever was invited might have come."""
    await invite(lab, "ana")
    ana = await lab.arrives("ana")
    await lab.room.write(lambda tx: tx.execute(EVENT.update().values(state=EventState.CANCELLED)))

    assert f"✖ {LABEL}: cancelled" in (await ana.says("/my")).splitlines()


async def test_a_cancelled_event_alone_is_not_called_nothing(lab: Lab) -> None:
    """Above one's answer to it nobody reads that there is none."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 yes")
    await lab.room.write(lambda tx: tx.execute(EVENT.update().values(state=EventState.CANCELLED)))

    (line, *_) = (await ana.says("/my")).splitlines()

    assert "There is nothing to answer or change just now. /events lists what is coming." == line


async def test_no_answers_yet(lab: Lab) -> None:
    """Who was not invited and has not answered is told where to look."""
    ana = await lab.arrives("ana")

    assert "/events lists what is coming" in await ana.says("/my")


async def test_strangers_have_no_lists(lab: Lab) -> None:
    """Who is not known is asked to come in first."""
    stranger = lab.room.seat("stranger", language="en")

    assert "I do not know you yet" in await stranger.says("/events")
