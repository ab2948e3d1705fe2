"""Killed at random instants, with the crowd on Slack: what was acknowledged is kept, the rest is told or comes again.

Slack brings unacknowledged events again. It does not bring presses again: the person sees an error, and presses again.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.core.courier import IN_FLIGHT
from tests.fakes.slack import TEAM, FakeSlack, Person
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS, PATIENCE, SHOWN, TITLE, Battlefield

KILLS, MANY_KILLS = 5, 40
WORDS = {"vin": "yes", "poate": "maybe", "nu": "no"}


class OnSlack(Battlefield):
    """A workspace with the crowd in it."""

    def __init__(self, slack: FakeSlack, url: str, folder: Path) -> None:
        tokens = {"SFAT_SLACK_BOT_TOKEN": slack.token, "SFAT_SLACK_APP_TOKEN": slack.app_token}
        super().__init__(url, folder, **tokens, SFAT_SLACK_API_URL=slack.base_url, SFAT_SLACK_RATE="300")
        self.slack = slack
        self.people = [slack.person(f"P{number}") for number in range(crowd.PEOPLE)]
        self.manager = slack.person("Manager")

    def user(self, number: int) -> str:
        """The account behind a number of the crowd."""
        return self.manager.id if number == crowd.MANAGER else self.people[number - crowd.FIRST].id

    def invitations(self, person: Person) -> int:
        return sum("✉️" in message.plain and TITLE in message.plain for message in person.chat)

    async def invite(self) -> None:
        self.manager.command("/sfat", "invita E1 all")
        await self.slack.until(lambda: any("📤 Trimite" in m.labels for m in self.manager.chat), 10)
        await self.manager.presses("📤 Trimite")

    async def insists(self, person: Person, label: str) -> None:
        """Press again as long as Slack shows an error."""
        while not (await person.presses(label)).acknowledged:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("kills", [KILLS, pytest.param(MANY_KILLS, marks=pytest.mark.soak)])
async def test_killed_in_a_broadcast_and_in_a_burst_of_answers(url: str, tmp_path: Path, kills: int) -> None:
    """Every person has the invitation, every answer is kept once, and no card lies."""
    plenty = dict.fromkeys(range(1, 5), 100_000)
    patient = (0.0, 1.0, 2.0, 4.0)  # seconds before Slack brings an event again; in life it takes minutes
    async with (
        FakeSlack(posts_per_minute=100_000, tiers=plenty, retries=patient) as slack,
        AsyncExitStack() as stack,
    ):
        field = OnSlack(slack, url, tmp_path)
        stack.push_async_callback(field.end)
        await crowd.gather(url, crowd.Ground("slack", TEAM, field.user))
        await field.start()
        dice = random.Random(7)
        await field.invite()
        for _ in range(kills // 2 + 1):
            await field.kill_after(dice.uniform(0.1, 0.5))
        await slack.until(lambda: all(field.invitations(one) for one in field.people), PATIENCE)
        in_broadcast = field.kills
        writing, pressing = field.people[::4], [one for n, one in enumerate(field.people) if n % 4]
        given = {one.id: dice.choice(list(ANSWERS)) for one in pressing}
        presses = [asyncio.create_task(field.insists(one, given[one.id])) for one in pressing]
        said = {one.id: dice.choice(list(WORDS)) for one in writing}
        for one in writing:
            one.says(said[one.id])
        for _ in range(kills - kills // 2 - 1):
            await field.kill_after(dice.uniform(0.1, 0.6))
        await asyncio.wait_for(asyncio.gather(*presses), PATIENCE)
        expected = {one.id: ANSWERS.get(given.get(one.id, "")) or WORDS[said[one.id]] for one in field.people}
        await slack.until(lambda: all(_shows(one, expected[one.id]) for one in field.people), PATIENCE)
        code = await field.stop()

        doubled = sum(max(0, field.invitations(one) - 1) for one in field.people)
        assert [expected[one.id] for one in field.people] == [
            answer for _, answer in sorted((await crowd.answers(url)).items())
        ]
        assert doubled <= IN_FLIGHT * in_broadcast
        assert [] == slack.violations
        assert 0 == code


def _shows(person: Person, answer: str) -> bool:
    """Whether some card of this person says what was answered."""
    return any(SHOWN[answer] in message.plain for message in person.chat)
