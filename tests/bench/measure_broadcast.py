"""T5–T7: an invitation to many under a strict limit that nobody is told of exactly, through the whole product."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.crowd import FIRST_VISITOR, MANAGER, Crowd, Crowds
from tests.bench.processes import Bench, Measured, bench, sfat
from tests.bench.report import Figure, at_least, at_most, not_measured, shown
from tests.bench.scale import Scale

JITTER = 0.01  # seconds by which a message may arrive late
NETWORK = {30: 0.05, 1000: 0.02}  # seconds until the server's answer, by the limit
SEND = "📤"


@dataclass(frozen=True)
class Sent:
    """When each message was accepted, and when one was refused; seconds from the first message on."""

    limit: int
    at: list[float]
    refused: list[float]

    @property
    def share(self) -> float:
        """Per cent of the limit, from the first message to the last."""
        return 100 * (len(self.at) - 1) / self.at[-1] / self.limit

    def rate_between(self, start: float, end: float) -> float:
        """Messages a second in that time."""
        return sum(start <= one < end for one in self.at) / (end - start)


def measure(scale: Scale) -> Iterator[Figure]:
    """Alone, with replies between, with a limit that falls, and to very many."""
    with TemporaryDirectory() as folder, bench() as server:
        crowds = Crowds(Path(folder))
        yield from _alone(server, crowds, scale)
        yield from _with_replies(server, crowds, scale)
        yield from _falling(server, crowds, scale)
        yield from _very_many(server, crowds, scale)


def _alone(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    for limit, people in ((30, scale.of(300, 90)), (1000, scale.of(4000, 1000))):
        found = [_broadcast(server, crowds, people, limit) for _ in range(scale.of(3, 1))]
        yield at_least("T5", f"broadcast, share of a limit of {limit}/s", (one.share for one in found), 98.0, "%")
        yield at_most("T5", f"broadcast at {limit}/s, refused (429)", (len(one.refused) for one in found), 0)


def _with_replies(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    for limit, people, every in ((30, scale.of(300, 90), 0.5), (1000, scale.of(10_000, 1000), 0.02)):
        began = time.monotonic()
        found = _broadcast(server, crowds, people, limit, replies_every=every)
        yield at_least("T6", f"broadcast and replies, share of {limit}/s", [found.share], 96.0, "%")
        yield at_most("T6", f"broadcast and replies at {limit}/s, refused (429)", [len(found.refused)], 0)
        if limit == 1000:
            ideal = len(found.at) / limit
            yield at_most(
                "T6", f"{len(found.at)} messages at 1000/s, beside the ideal", [found.at[-1] / ideal], 1.03, "x"
            )
            yield shown("–", "that run as a whole", [time.monotonic() - began], "s")


def _falling(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    """From 30 a second to 25, 4 s after the beginning: how often it runs into it, and how fast it goes afterwards."""
    calm, people = scale.of(30.0, 6.0), scale.of(1200, 330)
    found = _broadcast(server, crowds, people, 30, falls_to=25, within=4 + calm + scale.of(10, 4))
    yield at_most("T7", "the limit falls from 30/s to 25/s: refused (429)", [len(found.refused)], 3)
    start, end = found.at[0] + 4 + calm, found.at[-1]
    if end < start + 2:
        yield not_measured("T7", f"rate {calm:g} s later", "the broadcast had ended before")
        return
    share = 100 * found.rate_between(start, end) / 25
    yield at_least("T7", f"rate {calm:g} s later, share of 25/s", [share], 90.0, "%")


def _very_many(server: Bench, crowds: Crowds, scale: Scale) -> Iterator[Figure]:
    """Memory beside that of a small broadcast; at most a minute of it."""
    few, many = 1000, scale.of(100_000, 10_000)
    grown, waited = [], []
    for people in (few, many):
        with crowds.copy(Crowd(people, invited=False)) as folder:
            server.ask("reset")
            _strict(server, 1000)
            with sfat(folder, server) as bot:
                invite(server)
                began = time.monotonic()
                server.until(lambda so_far: so_far["sent"] > 20, 60)
                waited.append(time.monotonic() - began)
                ends = time.monotonic() + scale.of(60, 8)
                while time.monotonic() < ends and server.counts()["sent"] < people:
                    time.sleep(0.2)
                grown.append(bot.most_memory)
                sent = server.counts()["sent"]
    yield shown("T6", f"from the press to the first of {many} messages", waited[1:], "s")
    yield shown("T6", f"memory with {few} recipients", grown[:1], "MiB")
    yield at_most("T6", f"memory more with {many} ({sent} of them sent)", [grown[1] - grown[0]], 20.0, "MiB")


def _broadcast(
    server: Bench,
    crowds: Crowds,
    people: int,
    limit: int,
    *,
    replies_every: float = 0.0,
    falls_to: int = 0,
    within: float = 0.0,
) -> Sent:
    """An invitation to all, until everyone has it (or for so many seconds)."""
    with crowds.copy(Crowd(people, invited=False)) as folder:
        server.ask("reset")
        with sfat(folder, server, rate=limit) as bot:
            invite(server)
            _strict(server, limit)
            if falls_to:
                server.ask("switch", after=4, limit=falls_to)
            if replies_every:
                server.ask("probe", user=FIRST_VISITOR, every=replies_every, count=int(people / limit / replies_every))
            _wait(server, bot, people, within or 40 + 4 * people / limit)
        found: Mapping[str, Any] = server.ask("sent")
        server.ask("configure", limit=0, delay=0, jitter=0)
    times = sorted(at for at, chat in found["sent"] if chat != MANAGER)
    return Sent(limit, [at - times[0] for at in times], [at - times[0] for at in found["refused"]])


def _wait(server: Bench, bot: Measured, people: int, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and server.counts()["sent"] < people and bot.process.poll() is None:
        time.sleep(0.1)


def _strict(server: Bench, limit: int) -> None:
    server.ask("configure", limit=limit, delay=NETWORK.get(limit, 0.02), jitter=JITTER)


def invite(server: Bench) -> None:
    """The manager asks for an invitation of everybody and sends it. What this takes of the limit is not counted."""
    server.ask("configure", limit=0, delay=0, jitter=0)
    server.ask("watch", user=MANAGER)
    server.ask("say", users=[MANAGER], text="/invita E1 all")
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        for message in server.ask("chat", user=MANAGER):
            if payload := _payload_of(message, SEND):
                server.ask("press", users=[MANAGER], payloads=[payload], message=1_000_000)
                return
        time.sleep(0.02)
    raise TimeoutError("the manager saw no preview")


def _payload_of(message: Mapping[str, str], label: str) -> str:
    rows = json.loads(message.get("reply_markup", "{}")).get("inline_keyboard", [])
    found = [button["callback_data"] for row in rows for button in row if label in button["text"]]
    return str(found[0]) if found else ""
