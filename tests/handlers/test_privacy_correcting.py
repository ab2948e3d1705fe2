"""What people change about what is kept of them: name, address, and whether we write at all."""

import pytest

from storage.tables import people
from storage.tx import many
from tests.handlers.privacy_steps import everything
from tests.seeds import Lab

pytestmark = pytest.mark.english


@pytest.mark.parametrize("native", [False, True])
async def test_correcting(lab: Lab, native: bool) -> None:
    """Name and e-mail are corrected by the person; the card shows them and the log that it was done."""
    ana = await lab.arrives("ana", native=native)
    await ana.says("/data")
    await ana.presses("✏️ Correct")
    if native:
        await ana.fills(name="Ana  Pop", email="ana@example.org")
    else:
        await ana.says("Ana  Pop")
        await ana.says("ana@example.org")

    assert "Name: Ana Pop" in ana.sees
    assert "E-mail: ana@example.org" in ana.sees
    async with lab.room.read() as tx:
        log = await many(tx, people.ActivityRow, people.ACTIVITY.select())
    assert [("correct own data", lab.people["ana"])] == [(one.action, one.person_id) for one in log]


async def test_an_email_can_be_taken_away(lab: Lab) -> None:
    """Left empty, the address is no longer kept."""
    ana = await lab.arrives("ana", native=True)
    for email in ("ana@example.org", ""):
        await ana.says("/data")
        await ana.presses("✏️ Correct")
        await ana.fills(email=email)

    assert "E-mail" not in ana.sees


@pytest.mark.parametrize("wrong", ["ana", "ana@", "@example.org", "ana@example", "a b@example.org", "a@b..org"])
async def test_what_is_no_address_is_refused(lab: Lab, wrong: str) -> None:
    """An e-mail address that can not be one gets one sentence, and nothing changes."""
    ana = await lab.arrives("ana", native=True)
    await ana.says("/data")
    await ana.presses("✏️ Correct")

    await ana.fills(name="Altcineva", email=wrong)

    assert "no e-mail address" in ana.complaints["email"]
    assert "Altcineva" not in "".join(await everything(lab))


async def test_stop_and_write_again(lab: Lab) -> None:
    """One button stops messages and becomes the one that takes the silence back."""
    ana = await lab.arrives("ana")
    await ana.says("/data")

    await ana.presses("Stop messages")
    stopped = ana.sees
    await ana.presses("Write to me again")

    assert "You asked me not to write to you." in stopped
    assert "You asked me not to write to you." not in ana.sees
    assert "Stop messages" in ana.labels


async def test_an_organisers_silence(lab: Lab) -> None:
    """The card of an organiser who asked for silence says what comes all the same."""
    ilinca = await lab.arrives("ilinca")
    await ilinca.says("/data")

    await ilinca.presses("Stop messages")

    assert "As an organiser you still get what only organisers can do" in ilinca.sees
