"""Slack: how long a press waits for its acknowledgement while five hundred come at once; Slack allows three seconds."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.migrate import migrate
from tests.bench.processes import pin
from tests.bench.report import Figure, at_most, shown
from tests.bench.scale import Scale
from tests.fakes.slack import TEAM, FakeSlack, Person
from tests.faults import crowd
from tests.faults.running import running

PRESSES = 500
PATIENCE = 90  # seconds
PLENTY = dict.fromkeys(range(1, 5), 100_000)


@dataclass(frozen=True)
class Acknowledged:
    """Seconds until the acknowledgement, and until all five hundred were acknowledged; how many came too late."""

    median: float
    slowest: float
    whole: float
    late: int


def measure(scale: Scale) -> Iterator[Figure]:
    """The same press as on Telegram, over Socket Mode. This fake judges every call, so only waits are compared."""
    found = [asyncio.run(_acknowledgements()) for _ in range(scale.of(3, 1))]
    yield shown("T1", "Slack: 500 presses, acknowledged", (PRESSES / one.whole for one in found), "/s")
    yield shown("T1", "Slack: press to acknowledgement, median", (one.median for one in found), "s")
    yield at_most("T1", "Slack: press to acknowledgement, 99 %", (one.slowest for one in found), 3.0, "s")
    yield at_most("T1", "Slack: presses acknowledged too late", (one.late for one in found), 0)


async def _acknowledgements() -> Acknowledged:
    """A burst of presses of a crowd that has the invitation."""
    async with FakeSlack(posts_per_minute=100_000, channel_burst=100_000, tiers=PLENTY) as slack:
        people = [slack.person(f"P{number}") for number in range(crowd.PEOPLE)]
        manager = slack.person("Manager")

        def user(number: int) -> str:
            return (manager if number == crowd.MANAGER else people[number - crowd.FIRST]).id

        with TemporaryDirectory() as name:
            folder, url = Path(name), f"sqlite:///{name}/sfat.db"
            await migrate(url)
            await crowd.gather(url, crowd.Ground("slack", TEAM, user))
            async with running(
                folder,
                folder / "sfat.log",
                SFAT_DATABASE_URL=url,
                SFAT_SECRET_KEY="a key for figures",
                SFAT_SLACK_BOT_TOKEN=slack.token,
                SFAT_SLACK_APP_TOKEN=slack.app_token,
                SFAT_SLACK_API_URL=slack.base_url,
                SFAT_SLACK_RATE="1000",
            ) as sfat:
                pin(sfat.process.pid, 0)
                whole = await _burst(slack, people)
        return Acknowledged(
            slack.percentile(50, "interactive"), slack.percentile(99, "interactive"), whole, len(slack.late)
        )


async def _burst(slack: FakeSlack, people: list[Person]) -> float:
    for person in people:
        person.command("/sfat", "rsvp E1")
    await slack.until(lambda: all(person.chat for person in people), PATIENCE)
    labels = ("✅ Vin", "🤔 Nu știu încă", "❌ Nu pot veni")
    began = time.perf_counter()
    pressed = slack.deliver_many([(people[n % len(people)], labels[n % 3]) for n in range(PRESSES)])
    await slack.until(lambda: all(delivery.acknowledged for delivery in pressed), PATIENCE)
    return time.perf_counter() - began
