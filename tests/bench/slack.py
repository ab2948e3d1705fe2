"""Slack: how long a press waits for its acknowledgement while five hundred come at once; Slack allows three seconds."""

import tempfile
from pathlib import Path

from storage.migrate import migrate
from tests.fakes.slack import TEAM, FakeSlack, Person
from tests.faults import crowd
from tests.faults.running import start

PRESSES = 500
PLENTY = dict.fromkeys(range(1, 5), 100_000)


async def acknowledgements() -> dict[str, float]:
    """A burst of presses of a crowd that has the invitation, over Socket Mode."""
    async with FakeSlack(posts_per_minute=100_000, channel_burst=100_000, tiers=PLENTY) as slack:
        people = [slack.person(f"P{number}") for number in range(crowd.PEOPLE)]
        manager = slack.person("Manager")

        def user(number: int) -> str:
            return (manager if number == crowd.MANAGER else people[number - crowd.FIRST]).id

        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'sfat.db'}"
            await migrate(url)
            await crowd.gather(url, crowd.Ground("slack", TEAM, user))
            sfat = await start(
                Path(folder),
                Path(folder) / "sfat.log",
                SFAT_DATABASE_URL=url,
                SFAT_SECRET_KEY="a key for figures",
                SFAT_SLACK_BOT_TOKEN=slack.token,
                SFAT_SLACK_APP_TOKEN=slack.app_token,
                SFAT_SLACK_API_URL=slack.base_url,
                SFAT_SLACK_RATE="1000",
            )
            await _burst(slack, people)
            await sfat.stop()
        return {
            "Slack: press to acknowledgement, median s": round(slack.percentile(50, "interactive"), 3),
            "Slack: press to acknowledgement, 99 % s": round(slack.percentile(99, "interactive"), 3),
            "Slack: presses acknowledged too late": len(slack.late),
        }


async def _burst(slack: FakeSlack, people: list[Person]) -> None:
    for person in people:
        person.command("/sfat", "rsvp E1")
    await slack.until(lambda: all(person.chat for person in people), 60)
    labels = ("✅ Vin", "🤔 Nu știu încă", "❌ Nu pot veni")
    pressed = slack.deliver_many([(people[n % len(people)], labels[n % 3]) for n in range(PRESSES)])
    await slack.until(lambda: all(delivery.acknowledged for delivery in pressed), 60)
