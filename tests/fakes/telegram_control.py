"""The fake as a program, to try the bot out by hand: `python -m tests.fakes.telegram --port 8081 --token 1:abc`.

POST /control/start {"user": 7, "name": "Ana", "payload": ""}, /control/says {"user": 7, "text": "da"},
/control/press {"user": 7, "button": "Da"}; GET /control/chats shows who sees what, and what the bot did wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Sequence

from aiohttp import web

from tests.fakes.telegram_errors import Json
from tests.fakes.telegram_fake import TOKEN, FakeTelegram
from tests.fakes.telegram_people import User
from tests.fakes.telegram_server import Control, respond
from tests.fakes.telegram_world import Message

_VERBS: dict[str, Callable[[User, Json], object]] = {
    "start": lambda user, body: user.start(str(body.get("payload", ""))),
    "says": lambda user, body: user.says(str(body["text"])),
    "press": lambda user, body: user.press(str(body["button"])),
}


def control(fake: FakeTelegram) -> Control:
    """Answers requests below /control/."""

    async def answer(request: web.BaseRequest) -> web.Response:
        name = request.path.removeprefix("/control/")
        if request.method == "GET" and name == "chats":
            return respond(shown(fake))
        if request.method != "POST" or name not in _VERBS:
            return respond({"ok": False, "why": f"there are POST {', '.join(_VERBS)} and GET chats"}, 404)
        try:
            body = await request.json()
            user = fake.user(int(body["user"]), body.get("name", ""), language_code=body.get("language_code"))
            _VERBS[name](user, body)
        except (KeyError, TypeError, ValueError, LookupError, RuntimeError) as error:
            return respond({"ok": False, "why": f"{type(error).__name__}: {error}"}, 400)
        return respond({"ok": True})

    return answer


def shown(fake: FakeTelegram) -> Json:
    """All chats with the bot's messages, the toasts, and the complaints."""
    chats = [
        {
            "id": chat.id,
            "messages": [_shown(message) for message in chat.chat],
            "toasts": [toast.text for toast in chat.toasts] if isinstance(chat, User) else [],
        }
        for chat in fake.chats
    ]
    return {"chats": chats, "violations": fake.violations, "too_many": fake.too_many, "pending": len(fake.pending)}


def _shown(message: Message) -> Json:
    return {
        "id": message.id,
        "text": message.text,
        "html": message.html,
        "edits": message.edits,
        "buttons": [[{"label": b.label, "data": b.data, "url": b.url} for b in row] for row in message.buttons],
        "documents": [document.name for document in message.documents],
    }


async def serve(port: int, token: str, username: str, *, local: bool) -> None:
    """Run until SIGINT or SIGTERM; the url is the first line on standard output."""
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # where loops take no signals, Ctrl-C still ends it
            asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with FakeTelegram(token, username, port=port, local=local) as fake:
        fake.controlled_by(control(fake))
        sys.stdout.write(f"{fake.url}\n")
        sys.stdout.flush()
        await over.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description="A Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--username", default="sfat_test_bot")
    parser.add_argument("--local", action="store_true", help="post updates to plain http on this machine as well")
    chosen = parser.parse_args(arguments)
    asyncio.run(serve(chosen.port, chosen.token, chosen.username, local=chosen.local))
