"""Somebody whom the fake Bot API posts to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.telegram import FakeTelegram

ROOT = "https://sfat.example.ro"
URL = f"{ROOT}/telegram/webhook"


@dataclass
class Site:
    """Somebody who is posted to: answers with `answers`, the last one for ever, once `gate` is open."""

    answers: list[Response] = field(default_factory=lambda: [Response()])
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/telegram/webhook", self.receive, methods=["POST"])])

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]

    def answer(self, *answers: Response | int) -> None:
        self.answers = [one if isinstance(one, Response) else Response(status_code=one) for one in answers]

    async def receive(self, request: Request) -> Response:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.heard.append(await request.json())
        self.headers.append(dict(request.headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await self.gate.wait()
        self.busy -= 1
        return answer


def statuses(fake: FakeTelegram) -> Sequence[int]:
    """What each attempt was answered with."""
    return [one.status for one in fake.posted]


async def attempts(fake: FakeTelegram, count: int) -> None:
    """Until so many attempts have been made."""
    await fake.until(lambda: len(fake.posted) >= count)
