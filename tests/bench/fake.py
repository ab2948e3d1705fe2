"""A Bot API server for measuring: a process of its own that is several times faster than whoever is measured.

`python -m tests.bench.fake` prints its port and serves until its standard input ends. It knows just enough for a bot to
work, keeps the time of everything it accepts, and can hold a strict limit: at most so many messages and edits in any
second. `POST /control/NAME` with JSON does what `Bench` below offers under that name.
"""

import asyncio
import json
import random
import re
import sys
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.bench.updates import BOT, USERNAME
from tests.bench.world import World

_MESSAGES = frozenset(
    {"sendMessage", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"}
)
_OK = b'{"ok":true,"result":true}'
_ME = json.dumps({"ok": True, "result": {"id": BOT, "is_bot": True, "first_name": "B", "username": USERNAME}}).encode()
_DOCUMENT = b',"document":{"file_id":"F1","file_unique_id":"U1"}'
_CONFLICT = b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}'
_SLOWER = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)

Answer = Callable[[int, bytes], None]


class Server:
    """Answers requests; the long poll is held until there is something to hear."""

    def __init__(self) -> None:
        self.world = World()
        self._poll: tuple[Answer, int, int, asyncio.TimerHandle] | None = None
        self._dice = random.Random(7)  # the same jitter in every run

    def request(self, path: bytes, body: bytes, answer: Answer) -> None:
        """One request; `answer` is called once, at once or later."""
        method, _, query = path.rpartition(b"/")[2].decode().partition("?")
        if b"/control/" in path:
            answer(200, json.dumps(self._control(method, json.loads(body or b"{}"))).encode())
        elif method == "getUpdates":
            self._get_updates(query, body, answer)
        elif method in _MESSAGES:
            jitter = self.world.jitter and self._dice.random() * self.world.jitter
            self._after(jitter, lambda: self._message(method, body, answer))
        elif method == "answerCallbackQuery":
            self.world.acknowledged(_field(body, b"callback_query_id"))
            self._after(self.world.delay, lambda: answer(200, _OK))
            self._release()
        else:
            answer(200, _ME if method == "getMe" else _OK)

    def _message(self, method: str, body: bytes, answer: Answer) -> None:
        chat = int(_field(body, b"chat_id"))
        if not self.world.takes():
            self._after(self.world.delay, lambda: answer(429, _SLOWER))
            return
        number = self.world.accepted(chat, method, body)
        result = b'{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}%s,"text":"."}}'
        self._after(
            self.world.delay,
            lambda: answer(200, result % (number, chat, _DOCUMENT if method == "sendDocument" else b"")),
        )
        self._release()

    def _get_updates(self, query: str, body: bytes, answer: Answer) -> None:
        asked = parse_qs(query or body.decode())
        offset, patience, most = (int(asked.get(name, ["0"])[0]) for name in ("offset", "timeout", "limit"))
        self.world.asked_for_updates(offset)
        if self._poll is not None:
            self._end_poll(409, _CONFLICT)
        timer = asyncio.get_running_loop().call_later(patience, self._end_poll, 200, b'{"ok":true,"result":[]}')
        self._poll = (answer, offset, most or 100, timer)
        self._release()

    def _release(self) -> None:
        """Give the one that asks what there is, as far as the window lets it."""
        if self._poll is not None and self.world.updates and (found := self.world.next_updates(self._poll[2])):
            self._end_poll(200, b'{"ok":true,"result":[' + b",".join(found) + b"]}")

    def _end_poll(self, status: int, body: bytes) -> None:
        if self._poll is not None:
            answer, _, _, timer = self._poll
            self._poll = None
            timer.cancel()
            answer(status, body)

    def _control(self, name: str, values: dict[str, Any]) -> Any:
        if name == "probe":
            self._probe(**values)
            return {}
        found = getattr(self.world, f"control_{name}")(**values)
        self._release()
        return found

    def _probe(self, user: int, every: float, count: int, text: str = "/ajutor", at: float = 0.0) -> None:
        """From now on one person after the other, the first of them `user`, writes this, `every` so many seconds."""
        if count > 0:
            self.world.control_say(users=[user], text=text, measured=True)
            self._release()
            loop = asyncio.get_running_loop()
            following = (at or loop.time()) + every  # by the clock: what it takes does not add up
            loop.call_at(following, self._probe, user + 1, every, count - 1, text, following)

    @staticmethod
    def _after(seconds: float, work: Callable[[], None]) -> None:
        if seconds:
            asyncio.get_running_loop().call_later(seconds, work)
        else:
            work()


class Connection(asyncio.Protocol):
    """HTTP 1.1 with keep-alive and a length, which is all that clients of a Bot API speak."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._heard = b""
        self._answers: deque[list[bytes]] = deque()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what has come, as many requests as are whole."""
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            head = self._heard[:end]
            at = head.lower().find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._heard) < end + 4 + length:
                return
            body = self._heard[end + 4 : end + 4 + length]
            self._heard = self._heard[end + 4 + length :]
            self._server.request(head.split(b" ", 2)[1], body, self._answer())

    def _answer(self) -> Answer:
        """Answers go out in the order of the requests."""
        place: list[bytes] = []
        self._answers.append(place)

        def answer(status: int, body: bytes) -> None:
            head = b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            place.append(head % (status, len(body)) + body)
            while self._answers and self._answers[0] and self._transport is not None:
                self._transport.write(self._answers.popleft()[0])

        return answer


def _field(body: bytes, name: bytes) -> str:
    """A number in a form, url-encoded or in parts."""
    found = re.search(rb'\b%s(?:=|"\r\n(?:[^\r]+\r\n)*\r\n)([^&\r]+)' % name, body)
    assert found is not None, f"{name!r} is missing in {body[:200]!r}"
    return found[1].decode()


async def main() -> None:
    """Serve on a free port until standard input ends."""
    loop = asyncio.get_running_loop()
    server = Server()
    listening = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
