"""Killed at random instants: every person has the invitation, no answer is lost or doubled, doubt stays bounded."""

import random
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.core.courier import IN_FLIGHT
from tests.fakes.telegram import FakeTelegram, User
from tests.faults import crowd
from tests.faults.battlefield import ANSWERS, KILLS, PATIENCE, SHOWN
from tests.faults.on_telegram import OnTelegram

SITE = "https://sfat.example.ro"


@pytest.mark.both
async def test_killed_in_a_broadcast_and_in_a_burst_of_answers(url: str, tmp_path: Path) -> None:
    """Every person has the invitation, every answer is kept once, and no card lies."""
    async with FakeTelegram(rate=400) as fake, AsyncExitStack() as stack:
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]))
        field = OnTelegram(fake, url, tmp_path)
        stack.push_async_callback(field.end)
        await field.start()
        dice = random.Random(7)
        await field.invite()
        for _ in range(KILLS // 2 + 1):
            await field.kill_after(dice.uniform(0.1, 0.5))
        await fake.until(lambda: all(field.invitations(one) for one in field.people), PATIENCE)
        in_broadcast = field.kills
        given = {one.id: dice.choice(list(ANSWERS)) for one in field.people}
        fake.deliver_many([(one, given[one.id]) for one in field.people])
        for _ in range(KILLS - KILLS // 2 - 1):
            await field.kill_after(dice.uniform(0.1, 0.6))
        await fake.until(lambda: all(_shows(one, ANSWERS[given[one.id]]) for one in field.people), PATIENCE)
        code = await field.stop()

        expected = {user: ANSWERS[label] for user, label in given.items()}
        doubled = sum(max(0, field.invitations(one) - 1) for one in field.people)
        assert expected == await _answers(url)
        assert doubled <= IN_FLIGHT * in_broadcast
        assert [] == fake.violations
        assert 0 == code


async def test_killed_while_answers_are_posted(url: str, tmp_path: Path) -> None:
    """In webhook mode too every answer is kept once, whatever was in the middle of being taken."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    address = {"SFAT_TELEGRAM_MODE": "webhook", "SFAT_PUBLIC_URL": SITE, "SFAT_HTTP_PORT": port}
    async with FakeTelegram(rate=400) as fake, AsyncExitStack() as stack:
        fake.leads(SITE, f"http://127.0.0.1:{port}")
        await crowd.gather(url, crowd.Ground("telegram", fake.token.split(":")[0]))
        field = OnTelegram(fake, url, tmp_path, crowd.PEOPLE, **address)
        stack.push_async_callback(field.end)
        await field.start()
        dice = random.Random(7)
        await field.invite()
        await fake.until(lambda: all(field.invitations(one) for one in field.people), PATIENCE)
        given = {one.id: dice.choice(list(ANSWERS)) for one in field.people}
        fake.deliver_many([(one, given[one.id]) for one in field.people])
        for _ in range(2):
            await field.kill_after(dice.uniform(0.05, 0.2))
        fake.passes(60)  # Telegram's patience between two attempts; a press lives 150 seconds
        await fake.until(lambda: all(_shows(one, ANSWERS[given[one.id]]) for one in field.people), PATIENCE)
        code = await field.stop()

        assert {user: ANSWERS[label] for user, label in given.items()} == await _answers(url)
        assert ([], 0, []) == (fake.violations, code, fake.pending)
        assert 0 in {one.status for one in fake.posted}, "no kill came between a post and its answer"


def _shows(user: User, answer: str) -> bool:
    """Whether some card of this person says what was answered."""
    return any(SHOWN[answer] in message.text for message in user.chat)


async def _answers(url: str) -> dict[int, str]:
    """What is kept, by Telegram user."""
    return {crowd.FIRST + number: answer for number, answer in (await crowd.answers(url)).items()}
