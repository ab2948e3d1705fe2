"""Announcements that are refused: with a secret in them, with nothing in them, from those who may not."""

from datetime import timedelta

import pytest

from bot.model.text import T
from bot.model.values import Role, Scope
from storage import activity, events, preferences
from storage.events import EventSecretRow
from storage.people import GrantRow, PersonRow
from storage.tx import Tx, add
from tests.handlers.announce_steps import ROMANIAN, announcements, drafts, manager
from tests.room import MONDAY, Room, Seat
from tests.seeds import Lab


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


async def test_a_stakeholder_is_refused_and_it_is_recorded(lab: Lab) -> None:
    """The command belongs to managers."""
    await lab.room.write(lambda tx: preferences.speak(tx, lab.people["ana"], "en"))
    ana = await lab.arrives("ana")

    await ana.says("/anunt")

    async with lab.room.read() as tx:
        newest = (await activity.newest(tx, 1))[0]
    assert ("announce", "refused", lab.people["ana"]) == (newest.action, newest.result, newest.person_id)
    assert str(T("Only the organisers can do this.").msgid) in ana.sees


async def test_without_a_programme_it_says_how_one_comes(room: Room) -> None:
    """The manager of an empty installation learns what to do, and who does it."""
    ilinca = await _organiser(room, Scope.INSTALLATION)

    await ilinca.says("/announce")

    assert (
        "An announcement is written for a whole programme, and there is none yet. Whoever runs me brings one in on the "
        "server: sfat import programme.yaml. Then write /announce again."
    ) == ilinca.sees


@pytest.mark.romanian
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "and you manage none. Please ask the manager of the programme to write it"),
        ("ro", "iar dvs. nu administrați niciunul. Vă rugăm să cereți managerului programului să îl scrie"),
    ],
)
async def test_who_manages_one_event_is_told_whom_to_ask(lab: Lab, language: str, told: str) -> None:
    """An announcement is more than one event."""
    facilitator = await _organiser(lab.room, Scope.EVENT, lab.event, language)

    await facilitator.says("/anunt")

    assert told in facilitator.sees


async def _organiser(room: Room, scope: Scope, number: int | None = None, language: str = "en") -> Seat:
    """A manager of all, or of this event."""

    async def work(tx: Tx) -> int:
        person = await add(tx, PersonRow(name="Corina Albu", language=language))
        await add(tx, GrantRow(person_id=person, role=Role.MANAGER, scope=scope, scope_id=number, since=MONDAY))
        return person

    return await Lab(room, 0, 0, {}, {"corina": await room.write(work)}).arrives("corina")


@pytest.mark.parametrize("button", ["📤 Send", "trial", "Change", "✖ Cancel"])
async def test_a_forged_button_does_nothing(lab: Lab, button: str) -> None:
    """A button is a request: whoever presses it is asked for their rights on this announcement."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    await drafts(ilinca, ROMANIAN)

    await ana.forges(ilinca.messages[-1].data(button))

    async with lab.room.read() as tx:
        assert 1 == await activity.refused_since(tx, "announcement 1", MONDAY - timedelta(days=1))
