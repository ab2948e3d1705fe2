"""One thing of an event is changed in a few taps, also where a form is asked question by question."""

from datetime import date, time

import pytest

from bot.core.translate import plain
from handlers.events.parts import LABELS, ChangePart, Part
from storage.events import EVENT
from tests.core.workshop import ENGLISH
from tests.handlers.event_steps import event_of, has_link, invite
from tests.handlers.steps import change_event
from tests.room import Seat
from tests.seeds import Lab

pytestmark = pytest.mark.english


async def chooses(lab: Lab, part: str, *, native: bool = False) -> Seat:
    """The manager chooses on the event's card what to change."""
    ilinca = await lab.arrives("ilinca", native=native)
    await ilinca.says("/events")
    await ilinca.presses("⚙️")
    await ilinca.presses("Change one thing")
    await ilinca.presses(part)
    return ilinca


@pytest.mark.both
async def test_a_deadline(lab: Lab) -> None:
    """One question, and the rest stands."""
    ilinca = await chooses(lab, "Deadline")
    stood = (await event_of(lab)).model_dump()

    await ilinca.says("04.02.2027")

    event = await event_of(lab)
    changed = {name for name, value in event.model_dump().items() if value != stood[name]}
    assert (date(2027, 2, 4), {"deadline", "closes_at", "revision"}) == (event.deadline, changed)
    assert "⏳ Answers until the end of Thursday, 4 February 2027" in ilinca.sees


async def test_day_and_hours(lab: Lab) -> None:
    """Day, hours and deadline belong together; whoever is invited hears of it as ever."""
    await invite(lab, "mia")
    mia = await lab.arrives("mia")
    ilinca = await chooses(lab, "Day, hours, deadline")

    await ilinca.says("17.02.2027")
    await ilinca.presses("Keep it")
    await ilinca.says("12.02.2027")

    event = await event_of(lab)
    assert (date(2027, 2, 17), time(11), date(2027, 2, 12)) == (event.day, event.starts, event.deadline)
    assert "→ Wednesday, 17 February 2027" in mia.sees


async def test_an_earlier_day_waits_for_its_deadline(lab: Lab) -> None:
    """The deadline that stands is asked about when its turn comes, not before."""
    ilinca = await chooses(lab, "Day, hours, deadline")

    await ilinca.says("04.02.2027")
    await ilinca.presses("Keep it")
    assert "Until which day should people answer?" in ilinca.sees
    await ilinca.presses("Keep it")

    assert "The deadline would be after the event, which is on Thursday, 4 February 2027." in ilinca.sees
    await ilinca.presses("Wednesday, 3 February 2027")
    assert (date(2027, 2, 4), date(2027, 2, 3)) == ((await event_of(lab)).day, (await event_of(lab)).deadline)


async def test_a_deadline_is_checked_with_what_stands(lab: Lab) -> None:
    """It may not be after the day that was not asked for."""
    ilinca = await chooses(lab, "Deadline", native=True)

    await ilinca.fills(deadline="11.02.2027")

    assert "The deadline would be after the event" in ilinca.complaints["deadline"]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("part", Part)
async def test_keeping_all_changes_nothing(lab: Lab, part: Part, native: bool) -> None:
    """Whatever part is opened, what is kept stays as it is, of what was not asked too."""
    await has_link(lab)
    await change_event(lab, deadline=date(2026, 12, 1))
    ilinca = await chooses(lab, plain(LABELS[part], ENGLISH), native=native)

    if native:
        await ilinca.fills()
    while "Change the event" in ilinca.sees:
        await ilinca.presses("Keep it" if "Keep it" in ilinca.labels else ilinca.labels[0])

    assert (1, "📨 Invite") == ((await event_of(lab)).revision, ilinca.labels[0])


async def test_everything(lab: Lab) -> None:
    """All questions are one tap away too."""
    ilinca = await chooses(lab, "Everything", native=True)

    assert 11 == len(ilinca.form.fields)


async def test_somebody_was_faster(lab: Lab) -> None:
    """Two who change an event at once do not overwrite each other, whatever the part."""
    ilinca = await chooses(lab, "Title")
    await lab.room.write(lambda tx: tx.execute(EVENT.update().values(revision=2)))

    await ilinca.says("Altfel")
    await ilinca.presses("Keep it")

    assert "Somebody else has changed the event meanwhile" in ilinca.sees


async def test_not_for_others(lab: Lab) -> None:
    """A forged button is refused."""
    ana = await lab.arrives("ana")

    await ana.forges(ChangePart(lab.event, Part.LINK).pack())

    assert "Only the organisers can do this." in ana.sees
