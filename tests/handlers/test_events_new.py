"""Managers make events in conversation: question by question, and in one native form."""

from datetime import UTC, date, datetime, time

import pytest

from bot.model.values import EventState, Mode, Role, Scope, Words
from storage import deadlines, events
from storage.people import GrantRow
from storage.programmes import ProgrammeRow, VenueRow
from storage.tx import add
from tests.handlers.new_event_steps import ANSWERS, asks, begins_dialogue, made, none_made
from tests.room import MONDAY
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.both
async def test_question_by_question(lab: Lab) -> None:
    """Answering every question ends on the card of the new event, whose first button goes on to inviting."""
    ilinca = await begins_dialogue(lab, "deadline")

    await ilinca.says("până vineri, 12.03.2027 (inclusiv)")

    assert ["Autumn workshop", "📨 Invite"] == [ilinca.sees.splitlines()[0], ilinca.labels[0]]


async def test_buttons_answer_choices(lab: Lab) -> None:
    """A choice is tapped: the programme's lab becomes the event's, as its second round."""
    ilinca = await begins_dialogue(lab, "lab")

    await ilinca.presses("Orașul învață")
    for answer in ("17.03.2027", "11:00-13:30"):
        await ilinca.says(answer)
    for label in ("Online", "Skip", "Skip", "Skip", "Romanian", "Skip"):
        await ilinca.presses(label)

    event = await made(lab)
    assert ("lab_round", 2, Mode.ONLINE) == (event.kind, event.ordinal, event.mode)


async def test_native_form(lab: Lab) -> None:
    """One submitted form makes the event as it was written, open for answers."""
    await asks(lab)

    event = await made(lab)
    facts = (event.day, event.starts, event.ends, event.deadline, event.place, event.state, event.zone)
    expected = (date(2027, 3, 17), time(11), time(13, 30), date(2027, 3, 12), "str. Lungă 4, parter")
    assert (*expected, EventState.OPEN, "Europe/Bucharest") == facts


async def test_title_in_two_languages(lab: Lab) -> None:
    """Both titles are kept, the programme's language as the original."""
    await asks(lab)

    assert Words({"ro": "Atelier de toamnă", "en": "Autumn workshop"}, "ro") == (await made(lab)).title


async def test_deadlines_are_planned(lab: Lab) -> None:
    """A new event has its reminders: two days before the deadline, at ten in its zone."""
    await asks(lab)

    number = (await made(lab)).id
    async with lab.room.read() as tx:
        found = (await tx.execute(deadlines.DUE.select().where(deadlines.DUE.c.subject == str(number)))).all()
    assert datetime(2027, 3, 10, 8, tzinfo=UTC) == min(row.due for row in found)


async def test_known_venue(lab: Lab) -> None:
    """A venue of the programme is found by its name, however it is written."""
    venue = VenueRow(programme_id=lab.programme, key="V1", name="Grădina Țării", address="str. Lungă 4")
    number = await lab.room.write(lambda tx: add(tx, venue))

    await asks(lab, place="gradina tarii")

    assert number == (await made(lab)).venue_id


@pytest.mark.parametrize("typed", ["/eveniment nou", "/new event", "/Eveniment Nou"])
async def test_asked_for_in_two_words(lab: Lab, typed: str) -> None:
    """The command is known with a space where its name has an underscore."""
    ilinca = await lab.arrives("ilinca", native=True)

    await ilinca.says(typed)

    assert "A new event" == ilinca.form.title


async def test_second_of_a_day_gets_another_key(lab: Lab) -> None:
    """Two events of one day have keys of their own."""
    ilinca = await asks(lab)
    await ilinca.says("/new_event")
    await ilinca.fills(**ANSWERS)

    assert "E-2027-03-17-2" == (await made(lab, "E-2027-03-17-2")).key


async def test_link_is_a_secret(lab: Lab) -> None:
    """Link and passcode are kept apart from the event, to be released a day before the start."""
    await asks(lab, mode="online", place="Zoom", link="https://meet.example.org/j/1?pwd=abc", passcode="4711")

    number = (await made(lab)).id or 0
    async with lab.room.read() as tx:
        secret = await events.secret(tx, number)
    expected = ("https://meet.example.org/j/1?pwd=abc", "4711", datetime(2027, 3, 16, 9, tzinfo=UTC))
    assert secret is not None and expected == (secret.link, secret.passcode, secret.release_at)


async def test_link_is_not_shown_on_the_card(lab: Lab) -> None:
    """The manager's card does not repeat the link."""
    ilinca = await asks(lab, link="https://meet.example.org/j/1")

    assert "meet.example.org" not in ilinca.sees


@pytest.mark.parametrize(
    ("field", "written", "complaint"),
    [
        ("day", "31.02.2027", "31.02.2027 is not in the calendar"),
        ("day", "02/03/2027", "can be read in more than one way"),
        ("day", "17.03", "whole year"),
        ("day", "pe la Paște", "is no date"),
        ("day", "17.03.2021", "Wednesday, 17 March 2021 has passed"),
        ("hours", "25:00", "is no time of the day"),
        ("hours", "13:30-11:00", "would end at 11:00, which is not after 13:30"),
        ("deadline", "18.03.2027", "would be after the event"),
        ("deadline", "17.03.2027", "on the day of the event itself"),
        ("deadline", "01.01.2027", "every answer would be late"),
        ("deadline", "vineri, 11.03.2027", "11.03.2027 is a Thursday, not a Friday"),
        ("link", "#", "This is no link"),
        ("link", "javascript:alert(1)", "This is no link"),
        ("link", "https://meet example.org", "This is no link"),
        ("link", "https://meet.example.org/x?<script>", 'The characters < > " are not allowed in a link.'),
        ("passcode", "4711", "only with its meeting link"),
        ("title", "x" * 201, "1 character too long"),
    ],
)
async def test_complaints_before_saving(lab: Lab, field: str, written: str, complaint: str) -> None:
    """What can not be saved is said beside its field."""
    ilinca = await asks(lab, **{field: written})

    assert complaint in ilinca.complaints[field]


async def test_nothing_is_saved_with_a_complaint(lab: Lab) -> None:
    """A form with a complaint makes no event."""
    await asks(lab, hours="25:00")

    assert await none_made(lab)


@pytest.mark.both
async def test_several_programmes_are_asked_first(lab: Lab) -> None:
    """Who manages several programmes says in which one; its zone is the event's."""
    other = ProgrammeRow(
        key="east", title=Words.plain("Est", "ro"), zone="Europe/Helsinki", languages=["ro"], language="ro"
    )
    await lab.room.write(lambda tx: add(tx, other))
    ilinca = await lab.arrives("ilinca", native=True)
    await ilinca.says("/new_event")

    await ilinca.presses("Est")
    await ilinca.fills(**{name: answer for name, answer in ANSWERS.items() if name != "lab"})

    assert "Europe/Helsinki" == (await made(lab)).zone


async def test_programme_of_another_manager(lab: Lab) -> None:
    """A manager of one programme can not make events in another, even with a forged button."""
    other = ProgrammeRow(key="east", title=Words.plain("Est", "ro"), zone="UTC", languages=["ro"], language="ro")
    number = await lab.room.write(lambda tx: add(tx, other))
    grant = GrantRow(
        person_id=lab.people["ana"], role=Role.MANAGER, scope=Scope.PROGRAMME, scope_id=lab.programme, since=MONDAY
    )
    await lab.room.write(lambda tx: add(tx, grant))
    ana = await lab.arrives("ana")

    await ana.forges(f"ev.new:{number}")

    assert "Only the organisers can do this" in ana.sees


async def test_stakeholders_make_no_events(lab: Lab) -> None:
    """The command is the managers' alone."""
    ana = await lab.arrives("ana")

    await ana.says("/new_event")

    assert "Only the organisers can do this" in ana.sees
