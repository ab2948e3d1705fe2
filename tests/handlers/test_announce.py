"""Announcements in conversation: written, previewed, tried, sent, planned, changed, corrected, refused."""

from datetime import timedelta

import pytest

from bot.model.text import T
from bot.model.update import Pressed
from storage import activity, events, preferences
from storage.events import EventSecretRow
from tests.handlers.announce_steps import announcements, card, drafts, manager
from tests.room import MONDAY
from tests.seeds import Lab

ROMANIAN, ENGLISH = "Sala s-a schimbat: <b>etajul 2</b>.", "The room has changed: second floor."


@pytest.mark.both
async def test_everyone_reads_it_in_their_own_language(lab: Lab) -> None:
    """One announcement in two languages, written question by question, reaches each reader in theirs."""
    ana, mia, ilinca = await lab.arrives("ana"), await lab.arrives("mia"), await manager(lab, native=False)

    await ilinca.says("/announce")
    await ilinca.says(ROMANIAN)
    await ilinca.says(ENGLISH)
    await ilinca.presses("All organisations")
    await ilinca.presses("Now")
    await ilinca.presses("📤 Send")

    assert ([ROMANIAN], [ENGLISH]) == (ana.sees.splitlines()[1:], mia.sees.splitlines()[1:])


async def test_a_draft_is_changed_question_by_question(lab: Lab) -> None:
    """In a dialogue what was written stands beside each question, to be kept by a tap."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab, native=False)
    await ilinca.says("/announce")
    for answer in (ROMANIAN, ENGLISH, "nord", "now"):
        await ilinca.says(answer)

    await ilinca.presses("Change")
    await ilinca.says("Altă sală.")
    await ilinca.presses("Leave it empty")
    await ilinca.presses("Keep it")
    await ilinca.says("acum")
    await ilinca.presses("📤 Send")

    assert ["Altă sală."] == ana.sees.splitlines()[1:]


async def test_a_text_in_one_language_says_so_to_the_others(lab: Lab) -> None:
    """Who reads another language gets the text with the name of the language it is in."""
    mia, ilinca = await lab.arrives("mia"), await manager(lab)

    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")

    assert [f"{ROMANIAN} (in Romanian)"] == mia.sees.splitlines()[1:]


async def test_the_preview_shows_what_readers_see_and_how_many_they_are(lab: Lab) -> None:
    """Before anything is sent both readings, the number of people and who can be written to are shown."""
    await lab.arrives("ana")
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN)

    assert ilinca.sees.splitlines()[1:] == [
        "To: all organisations",
        "It goes to 4 people.",
        "Can be written to now: 1",
        "Waiting for first contact: 3",
        "When: at once",
        "",
        "Readers of Romanian see:",
        ROMANIAN,
        "",
        "Readers of English see:",
        f"{ROMANIAN} (in Romanian)",
    ]


async def test_send_is_the_first_button_of_the_preview(lab: Lab) -> None:
    """On any card the first button is the one that goes on."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN)

    assert "📤 Send" == ilinca.labels[0]


async def test_a_trial_goes_to_its_author_alone(lab: Lab) -> None:
    """The trial stands in the author's chat and nowhere else."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, ENGLISH)

    await ilinca.presses("trial")

    assert (ENGLISH in ilinca.sees, announcements(lab.room, "ana")) == (True, []), ana.all_text


async def test_a_second_tap_on_send_sends_nothing_more(lab: Lab) -> None:
    """Pressing the button of an old preview again reaches nobody twice."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    tap = Pressed(ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id)

    await ilinca.does(tap)
    await ilinca.does(tap)

    assert 1 == len(announcements(lab.room, "ana"))


async def test_a_draft_is_changed_before_it_is_sent(lab: Lab) -> None:
    """The form comes back as it was filled; what was not changed is kept."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, to="sector:culture")

    await ilinca.presses("Change")
    await ilinca.fills(ro="Altă sală.", when="acum")
    await ilinca.presses("📤 Send")

    assert ["Altă sală."] == ana.sees.splitlines()[1:]


async def test_a_cancelled_draft_can_not_be_sent(lab: Lab) -> None:
    """After Cancel the card says so and nothing goes out, even by the old button."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    tap = Pressed(ilinca.messages[-1].data("📤 Send"), ilinca.messages[-1].id)

    await ilinca.presses("✖ Cancel")
    await ilinca.does(tap)

    assert ("Cancelled. Nothing was sent." in card(ilinca), announcements(lab.room, "ana")) == (True, [])


async def test_people_are_chosen_by_their_answer(lab: Lab) -> None:
    """`event:E1:yes` reaches who comes, and nobody else."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await lab.arrives("mia")
    await ana.says("/rsvp E1 da")

    await drafts(ilinca, ROMANIAN, to="EVENT:e1:yes")
    await ilinca.presses("📤 Send")

    assert (1, 0) == (len(announcements(lab.room, "ana")), len(announcements(lab.room, "mia")))


async def test_nobody_to_reach_is_said_before_sending(lab: Lab) -> None:
    """A group that is empty just now can be previewed, not sent at once."""
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, to="event:E1:yes")

    await ilinca.presses("📤 Send")

    assert "This would reach nobody just now." in ilinca.sees


async def test_a_planned_one_waits_for_its_moment(lab: Lab) -> None:
    """It goes out when the clock reaches the moment, not before; the planned card then counts by itself."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="marți, 5.01.2027, ora 10")
    await ilinca.presses("📤 Plan for Tuesday, 5 January 2027, 10:00")

    await lab.room.until(MONDAY + timedelta(hours=24))
    before = len(announcements(lab.room, "ana"))
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert (0, 1, True) == (before, len(announcements(lab.room, "ana")), "Sent: 1 of 4" in card(ilinca))


async def test_a_planned_one_asks_at_its_moment_who_is_meant(lab: Lab) -> None:
    """Who said yes after the planning is meant as well."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN, to="event:E1:yes", when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")

    await ana.says("/rsvp E1 da")
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert 1 == len(announcements(lab.room, "ana"))


async def test_a_cancelled_plan_comes_to_nothing(lab: Lab) -> None:
    """At its moment nothing happens."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")

    await ilinca.presses("✖ Cancel")
    await lab.room.until(MONDAY + timedelta(hours=25))

    assert [] == announcements(lab.room, "ana")


async def test_a_plan_moves_to_another_moment(lab: Lab) -> None:
    """Changing the moment of a planned one keeps it planned, for the new moment only."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, when="5.01.2027 10:00")
    await ilinca.presses("📤 Plan")
    await ilinca.presses("Change")
    await ilinca.fills(when="6.01.2027 10:00")

    await lab.room.until(MONDAY + timedelta(hours=26))
    before = len(announcements(lab.room, "ana"))
    await lab.room.until(MONDAY + timedelta(hours=50))

    assert (0, 1) == (before, len(announcements(lab.room, "ana")))


@pytest.mark.both
async def test_a_correction_edits_every_message_once_and_says_so(lab: Lab) -> None:
    """Messages that are out are edited in place, each once, with the moment of the correction."""
    await lab.arrives("ana"), await lab.arrives("mia")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN, ENGLISH)
    await ilinca.presses("📤 Send")

    await ilinca.presses("Correct")
    await ilinca.fills(ro="Etajul 3.", en="Third floor.")

    seen = [(one.text, one.edits) for chat in ("ana", "mia") for one in announcements(lab.room, chat)]
    corrected = "Corrected on Monday, 4 January 2027, 09:00."
    assert (f"📣 Announcement\nThird floor.\n\n{corrected}", 1) == seen[1]
    assert ("Etajul 3." in seen[0][0], 1, 2) == (True, seen[0][1], len(seen))


async def test_who_comes_later_reads_the_corrected_text(lab: Lab) -> None:
    """A message that waited for first contact is sent with the new text, as one message."""
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")
    await ilinca.presses("Correct")
    await ilinca.fills(ro="Etajul 3.")

    await lab.arrives("ana")

    (message,) = announcements(lab.room, "ana")
    assert ("Etajul 3." in message.text, 0) == (True, message.edits)


async def test_a_correction_that_changes_nothing_edits_nothing(lab: Lab) -> None:
    """The same text again is no correction."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("📤 Send")

    await ilinca.presses("Correct")
    await ilinca.fills()

    assert ([0], False) == ([one.edits for one in announcements(lab.room, "ana")], "Corrected" in card(ilinca))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Veniți: https://zoom.example.org/j/123?pwd=abc", "passcode (pwd=)"),
        ("Linkul: zoom.example.org/j/987654", "the meeting link of “Consultation on the plan”"),
        ("Parola este SESAM77.", "the passcode of “Consultation on the plan”"),
    ],
)
async def test_secrets_are_refused_with_the_reason(lab: Lab, text: str, why: str) -> None:
    """A meeting link or a passcode in the text is a complaint beside its field, with nothing to repair by a tap."""
    await lab.room.write(lambda tx: events.save_secret(tx, _secret(lab)))
    ilinca = await manager(lab)
    await ilinca.says("/announce")

    await ilinca.fills(ro=text, segment="all", when="now")

    (field,) = (one for one in ilinca.form.fields if one.complaint)
    assert ("ro", True, ()) == (field.name, why in field.complaint, field.repairs)


async def test_what_became_a_secret_meanwhile_is_not_sent(lab: Lab) -> None:
    """The scan is made again when the draft is sent."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, "Ne vedem pe https://zoom.example.org/j/987654")
    await lab.room.write(lambda tx: events.save_secret(tx, _secret(lab)))

    await ilinca.presses("📤 Send")

    assert ("holds the meeting link" in ilinca.sees, announcements(lab.room, "ana")) == (True, [])


def _secret(lab: Lab) -> EventSecretRow:
    link = "https://zoom.example.org/j/987654?pwd=xyz"
    return EventSecretRow(event_id=lab.event, link=link, passcode="Sesam77", release_at=MONDAY)


async def test_an_empty_form_names_what_is_missing(lab: Lab) -> None:
    """Without a text in any language, without people and moment, each field says what it wants."""
    ilinca = await manager(lab)
    await ilinca.says("/announce")

    await ilinca.fills(segment="sector:nowhere", when="25:00")

    assert {"en", "segment", "when"} == set(ilinca.complaints)


async def test_segments_are_typed_as_people_write_them(lab: Lab) -> None:
    """Organisation ids in any case, parted by commas or spaces, are named in the preview."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN, to="nord, BEGA")

    assert "To: Atelierul Nord, Biroul Malul Begăi" in ilinca.sees


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("toate", "To: all organisations"),
        ("etichetă:tineri", "To: tag: tineri"),
        ("atelier:L1", "To: earlier rounds of Orașul învață (in Romanian)"),
        ("eveniment:E1:vin", "To: who comes to “Consultation on the plan”"),
        ("eveniment:e1:fara-raspuns", "To: who has not answered about “Consultation on the plan”"),
    ],
)
async def test_segments_in_romanian_words(lab: Lab, typed: str, named: str) -> None:
    """The preview names whom they mean."""
    ilinca = await manager(lab)

    await drafts(ilinca, ROMANIAN, to=typed)

    assert named in ilinca.sees


async def test_a_stakeholder_is_refused_and_it_is_recorded(lab: Lab) -> None:
    """The command belongs to managers."""
    await lab.room.write(lambda tx: preferences.speak(tx, lab.people["ana"], "en"))
    ana = await lab.arrives("ana")

    await ana.says("/anunt")

    async with lab.room.read() as tx:
        newest = (await activity.newest(tx, 1))[0]
    assert ("announce", "refused", lab.people["ana"]) == (newest.action, newest.result, newest.person_id)
    assert str(T("Only the organisers can do this.").msgid) in ana.sees


@pytest.mark.parametrize("button", ["📤 Send", "trial", "Change", "✖ Cancel"])
async def test_a_forged_button_does_nothing(lab: Lab, button: str) -> None:
    """A button is a request: whoever presses it is asked for their rights on this announcement."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN)

    await ana.forges(ilinca.messages[-1].data(button))

    async with lab.room.read() as tx:
        assert 1 == await activity.refused_since(tx, "announcement 1", MONDAY - timedelta(days=1))


async def test_everything_is_in_the_activity_log(lab: Lab) -> None:
    """Each act of the manager leaves a line with the announcement, never its text."""
    await lab.arrives("ana")
    ilinca = await manager(lab)
    await drafts(ilinca, ROMANIAN)
    await ilinca.presses("trial")
    await ilinca.presses("📤 Send")
    await ilinca.presses("✖ Cancel the rest")

    async with lab.room.read() as tx:
        lines = [(one.action, one.object) for one in await activity.newest(tx, 4)]
    acts = ("cancel", "send", "try", "write")
    assert [(f"{act} announcement", "announcement 1") for act in acts] == lines
