"""Posts to the adapter's address, as Telegram makes them, and as others might."""

import json
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.adapters.telegram.adapter import TelegramAdapter
from tests.adapters.telegram.conftest import SECRETS, SITE

HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANA = {"id": 11, "is_bot": False, "first_name": "Ana"}
CHAT = {"id": 11, "type": "private", "first_name": "Ana"}


def said(text: str = "da", number: int = 99) -> dict[str, Any]:
    """A text of Ana's, as Telegram posts it."""
    return {"update_id": number, "message": {"message_id": 5, "date": 0, "chat": CHAT, "from": ANA, "text": text}}


class Poster:
    """Somebody who posts to the adapter's address, as Telegram does unless told otherwise."""

    def __init__(self, adapter: TelegramAdapter) -> None:
        transport = httpx.ASGITransport(Starlette(routes=adapter.routes()))
        self.client = httpx.AsyncClient(transport=transport, base_url=SITE)

    async def __call__(self, content: Any, secret: str | None = SECRETS[0], **more: Any) -> httpx.Response:
        body = content if isinstance(content, bytes) or hasattr(content, "__aiter__") else json.dumps(content).encode()
        headers = [] if secret is None else [(HEADER.encode(), secret.encode())]
        return await self.client.post("/telegram/webhook", content=body, headers=headers, **more)
