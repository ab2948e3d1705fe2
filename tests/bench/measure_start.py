"""T19: from the start of the process to the first question for updates, and the memory it rests at."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.crowd import Crowd, Crowds
from tests.bench.processes import ROOT, Bench, Measured, bench, pin, sfat, started
from tests.bench.report import Figure, at_most, shown
from tests.bench.scale import Scale
from tests.fakes.slack import FakeSlack

REST = 2.0  # seconds until memory is looked at
Taken = tuple[float, float]  # milliseconds, MiB


def measure(scale: Scale) -> Iterator[Figure]:
    """Each platform alone and both, beside the library's own bot, in turn."""
    found: dict[str, list[Taken]] = {"PTB": [], "Telegram": [], "both": [], "Slack": []}
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        for _ in range(scale.of(5, 1)):
            server.ask("reset")
            with started("-m", "tests.bench.peer_bare", server.url) as bot:
                found["PTB"].append(_at_rest(server, bot))
            server.ask("reset")
            with crowds.copy(Crowd(20)) as here, sfat(here, server) as bot:
                found["Telegram"].append(_at_rest(server, bot))
            with crowds.copy(Crowd(20)) as here:
                found["both"].append(asyncio.run(_with_slack(server, here, telegram=True)))
            with crowds.copy(Crowd(20)) as here:
                found["Slack"].append(asyncio.run(_with_slack(server, here, telegram=False)))
    yield from _beside_the_library(found)
    yield from _version(scale)


def _at_rest(server: Bench, bot: Measured) -> Taken:
    asked = server.until(lambda so_far: so_far["first_poll"] > bot.began, 30)
    time.sleep(REST)
    memory = bot.memory
    return 1000 * (asked["first_poll"] - bot.began), memory


async def _with_slack(server: Bench, folder: Path, *, telegram: bool) -> Taken:
    """The same with Slack by Socket Mode; without Telegram, until it says that it is ready."""
    async with FakeSlack() as slack:
        more: dict[str, Any] = {
            "SFAT_SLACK_BOT_TOKEN": slack.token,
            "SFAT_SLACK_APP_TOKEN": slack.app_token,
            "SFAT_SLACK_API_URL": slack.base_url,
        }
        return await asyncio.to_thread(
            _slack_at_rest, server, folder, more if telegram else {**more, "SFAT_TELEGRAM_TOKEN": ""}
        )


def _slack_at_rest(server: Bench, folder: Path, settings: dict[str, Any]) -> Taken:
    server.ask("reset")
    with sfat(folder, server, **settings) as bot:
        ready = time.monotonic()
        if "SFAT_TELEGRAM_TOKEN" not in settings:
            return _at_rest(server, bot)
        time.sleep(REST)
        return 1000 * (ready - bot.began), bot.memory


def _beside_the_library(found: Mapping[str, list[Taken]]) -> Iterator[Figure]:
    wanted = {"Telegram": 2.4, "both": 2.8}
    for name, taken in found.items():
        until = "ready" if name == "Slack" else "the first getUpdates"
        yield shown("T19", f"{name}: start to {until}", (one[0] for one in taken), "ms")
        yield shown("T19", f"{name}: memory at rest", (one[1] for one in taken), "MiB")
    for name, most in wanted.items():
        starts = [one[0] / other[0] for one, other in zip(found[name], found["PTB"], strict=True)]
        rests = [one[1] / other[1] for one, other in zip(found[name], found["PTB"], strict=True)]
        yield at_most("T19", f"{name}: start to bare PTB", starts, most, "x")
        yield at_most("T19", f"{name}: memory to bare PTB", rests, 2.2, "x")


def _version(scale: Scale) -> Iterator[Figure]:
    python, ours = [], []
    for _ in range(scale.of(15, 5)):
        python.append(_seconds("-c", "pass"))
        ours.append(_seconds("-m", "bot", "--version"))
    yield shown("T19", "bare python", (1000 * one for one in python), "ms")
    yield at_most("T19", "sfat --version to bare python", [median(ours) / median(python)], 5.0, "x")


def _seconds(*words: str) -> float:
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        pin(process.pid, 0)
    return time.perf_counter() - began
