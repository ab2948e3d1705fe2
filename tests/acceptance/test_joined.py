"""One person behind Telegram and Slack, through the whole program and both platforms' real libraries."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.core import outcome
from bot.model.values import Going
from storage.answers import RSVP
from storage.people import ACCOUNT, PERSON
from tests.adapters.contract.on_slack import OnSlack
from tests.adapters.contract.person import SLACK, TELEGRAM
from tests.adapters.contract.town import Town, town
from tests.handlers.joining_steps import CODE
from tests.handlers.steps import found, invite

ADDRESS = "ana@nord.example"
QUESTION = "Are you Ana Câmpeanu of Atelierul Nord?"


@pytest.fixture
async def here(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town of this test, in which nobody waits between two edits, and Ana's address is known."""
    monkeypatch.setattr(outcome, "EDIT_REST", timedelta(0))
    async with town(url) as opened:
        changed = PERSON.update().where(PERSON.c.id == opened.lab.people["ana"]).values(email=ADDRESS)
        await opened.lab.room.write(lambda tx: tx.execute(changed))
        yield opened


async def owners(here: Town) -> dict[str, int | None]:
    """Whose account it is, by platform."""
    return {row.platform: row.person_id for row in await found(here.lab, ACCOUNT)}


async def test_one_answer_on_both(here: Town) -> None:
    """Joined by a code that was typed on Slack and a yes on Telegram: an answer on either shows on both."""
    await invite(here.lab, "ana")
    ana, other = await here.arrives(TELEGRAM, "ana"), await here.newcomer(SLACK, "Ana P.")
    await ana.presses("✅ I am coming")
    await ana.says("/data")
    await ana.presses("🔗 Join another account")
    code = CODE.search(await ana.sees())
    assert code is not None

    await other.says(f"/start {code[1]}")
    assert "which I do not know yet, says it is you, Ana Câmpeanu. Join them?" in await ana.sees()
    assert "The account Slack: Ana P." in await ana.sees()
    await ana.presses("✅ Yes, it is me")
    await other.presses("❌ I cannot come")

    assert {TELEGRAM: here.lab.people["ana"], SLACK: here.lab.people["ana"]} == await owners(here)
    assert [Going.NO] == [row.answer for row in await found(here.lab, RSVP)]
    for seen in (await ana.all_text(), await other.all_text()):
        assert (True, False) == ("Noted: you cannot come." in seen, "Noted: you are coming." in seen)


async def member(here: Town, **about: Any) -> OnSlack:
    """Somebody of the workspace who says hello to the app."""
    person = OnSlack(here, here.slack.person("Ana C.", locale="en-GB", **about))
    await person.says("/start")
    return person


async def test_recognised_by_a_confirmed_address(here: Town) -> None:
    """A full member is asked one question; a yes opens everything, and Slack's time zone is proposed."""
    await invite(here.lab, "ana")
    ana = await member(here, email=ADDRESS.upper(), tz="Europe/London")
    assert QUESTION == await ana.sees()

    await ana.presses("✅ Yes")
    await ana.presses("✅ I am coming")

    assert {SLACK: here.lab.people["ana"]} == await owners(here)
    assert "Show your times in London time?" in await ana.all_text()


async def test_recognised_before_there_is_an_invitation(here: Town) -> None:
    """Slack shows what comes next below the question that was answered."""
    ana = await member(here, email=ADDRESS)

    await ana.presses("✅ Yes")

    assert "There is no open invitation for you just now." in await ana.sees()


@pytest.mark.parametrize("about", [{"email_confirmed": False}, {"restricted": True}, {"team": "T0ELSEWHERE"}])
async def test_others_are_asked_who_they_are(here: Town, about: dict[str, Any]) -> None:
    """Neither an unconfirmed address nor a guest's or a stranger's is believed."""
    other = await member(here, email=ADDRESS, **about)

    await other.opens_form()

    assert QUESTION not in await other.all_text()
