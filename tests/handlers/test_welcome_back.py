"""Whoever wrote STOP and comes back: the greeting knows it."""

import pytest

from tests.seeds import Lab

pytestmark = pytest.mark.english

STILL_STOPPED = "Messages are stopped, as you asked."


@pytest.mark.both
async def test_back_after_stop(lab: Lab) -> None:
    """The greeting says that the silence still holds, and offers to end it; then it says so no more."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")
    await ana.says("/start")
    hello = [message for message in ana.messages if "a program, not a person" in message.text][-1]
    greeted = (STILL_STOPPED in hello.text.splitlines(), hello.labels)

    await ana.forges(hello.data("Write to me again"))

    assert (True, ["Write to me again", "🌐 Română"]) == greeted
    assert (False, ["🌐 Română"]) == (STILL_STOPPED in hello.text, hello.labels)


@pytest.mark.parametrize(("button", "stands"), [("Stop messages", True), ("Write to me again", False)])
async def test_the_greeting_follows_what_is_chosen_among_ones_data(lab: Lab, button: str, stands: bool) -> None:
    """The greeting that stands is right whichever way messages are stopped or taken up again."""
    ana = await lab.arrives("ana")
    if not stands:
        await ana.says("STOP")
    await ana.says("/data")

    await ana.presses(button)

    assert stands == (STILL_STOPPED in ana.messages[0].text)


async def test_nothing_is_promised_in_silence(lab: Lab) -> None:
    """Where messages are stopped, the next invitation does not come by itself."""
    ana = await lab.arrives("ana")
    await ana.says("STOP")

    await ana.says("/start")

    assert "There is no open invitation for you just now." == ana.sees.splitlines()[0]
