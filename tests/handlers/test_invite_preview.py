"""What a manager sees before anything is sent: the invitation as it will be read, and who cannot be reached."""

import pytest

from storage.people import OrganisationRow
from storage.tx import add
from tests.handlers.invite_steps import invited, manager
from tests.seeds import Lab


async def test_a_command_sends_nothing(lab: Lab) -> None:
    """Only the button sends; the command ends in the preview."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    before = len(ana.messages)

    await ilinca.says("/invita E1 NORD")

    assert before == len(ana.messages)


async def test_a_trial_is_for_the_manager_alone(lab: Lab) -> None:
    """A trial shows the invitation to the manager, marked, with nothing to press, and invites nobody."""
    ana, ilinca = await lab.arrives("ana"), await manager(lab)
    before = len(ana.messages)
    await ilinca.says("/invite E1 all")

    await ilinca.presses("Send a trial to me")

    assert "A trial: only you received this." in ilinca.sees
    assert "[✅ I am coming]" in ilinca.sees
    assert [] == ilinca.labels
    assert before == len(ana.messages)
    assert set() == await invited(lab)


async def test_each_trial_comes(lab: Lab) -> None:
    """Pressed twice on purpose, the trial comes twice."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")
    before = len(ilinca.messages)

    await ilinca.presses("Send a trial to me")
    await ilinca.presses("Send a trial to me")

    assert before + 2 == len(ilinca.messages)


@pytest.mark.parametrize(
    ("label", "language", "title"),
    [("In Romanian", "ro", "Consultare privind planul"), ("In English", "en", "Consultation on the plan")],
)
async def test_preview_in_a_language(lab: Lab, label: str, language: str, title: str) -> None:
    """Each language's preview is drawn for a reader of that language, whatever the manager's own."""
    ilinca = await manager(lab)
    await ilinca.says("/invite E1 all")

    await ilinca.presses(label)

    assert language == ilinca.messages[-1].drawn.language
    assert title in ilinca.sees


async def test_nobody_speaks_for_it(lab: Lab) -> None:
    """Organisations without a representative are named before anything is sent."""
    row = OrganisationRow(programme_id=lab.programme, key="EMPTY", name="Casa <b>Goală</b>", tags=[])
    await lab.room.write(lambda tx: add(tx, row))
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 all")

    assert "1 organisation has no representative yet: Casa <b>Goală</b>" in ilinca.sees


async def test_silence_is_respected_and_said(lab: Lab) -> None:
    """Who asked not to be written to is counted apart."""
    ana = await lab.arrives("ana")
    await ana.says("stop")
    ilinca = await manager(lab)

    await ilinca.says("/invite E1 nord")

    assert "1 asked not to be written to" in ilinca.sees
