"""The wire: slack_sdk's client over one session, and what can go wrong on it, without any content.

The library retries by itself where that could post twice, so it is told not to. What it logs may hold tickets,
addresses and what people wrote; its log is closed, and what matters is said by us.
"""

import asyncio
import logging
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

CONNECT = 5.0  # seconds until a connection stands
QUEUE = 10.0  # seconds more to wait for a free connection among ours
READ = 20.0  # seconds without a byte; long, because giving up on a message leaves its fate unknown
UPLOAD = 300.0  # seconds for a file, 20 MB over a slow line included
CONNECTIONS = 64
PIECE = 64 * 1024  # bytes
A_MINUTE = 60.0

CLOSED, SILENT, BROKEN = "closed", "silent", "broken"  # our own codes: did not leave, no answer, no use of an answer
LIMITED = "ratelimited"

_CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")
_POINTER = re.compile(r"\[json-pointer:([/\w]+)\]")

# Slack's libraries log whole requests; nothing of that may stand in a log of ours.
quiet = logging.getLogger("bot.adapters.slack.library")
quiet.setLevel(logging.CRITICAL + 1)


class Fault(Exception):
    """A call that was not answered with `ok`. `code` is Slack's word for it, or one of ours.

    `after` is how many seconds Slack asks to wait, `detail` where in our request it found fault.
    """

    def __init__(self, method: str, code: str, *, after: float = 0.0, status: int = 200, detail: str = "") -> None:
        super().__init__(f"{method}: {code}{f' at {detail}' if detail else ''}")
        self.method = method
        self.code = code
        self.after = after
        self.status = status
        self.detail = detail


class Wire:
    """Makes the calls of one bot to the Web API at `address` (it ends in `/api/`).

    A method that Slack has closed for a while (429) is not called again before that time: it fails at once.
    """

    def __init__(self, address: str, token: str) -> None:
        self.proxy = proxy_for(address)
        self.client = AsyncWebClient(token, address, retry_handlers=[], logger=quiet)
        self.client.proxy = self.proxy
        self._closed_until: dict[str, float] = {}
        self._dated: tuple[str, float] = ("", 0.0)

    def open(self) -> None:
        """Open the connections; does nothing when they are open."""
        if self.client.session is None:
            timeout = ClientTimeout(total=None, connect=QUEUE + CONNECT, sock_connect=CONNECT, sock_read=READ)
            self.client.session = ClientSession(
                connector=TCPConnector(limit=CONNECTIONS), cookie_jar=DummyCookieJar(), timeout=timeout
            )

    async def close(self) -> None:
        """Let go of all connections."""
        session, self.client.session = self.client.session, None
        if session is not None:
            await session.close()

    async def ask(self, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method by Slack's name of it, with the library's arguments. Raises `Fault`."""
        loop = asyncio.get_running_loop()
        closed_for = self._closed_until.get(method, 0.0) - loop.time()
        if closed_for > 0:
            raise Fault(method, LIMITED, after=closed_for, status=429)
        if self.client.session is None:
            raise Fault(method, CLOSED)
        request = getattr(self.client, method.replace(".", "_"))(**arguments)
        try:
            answer: AsyncSlackResponse = await request
        except SlackApiError as error:
            fault = _refused(method, error)
        except (SlackClientError, ValueError, AttributeError):
            fault = Fault(method, BROKEN)  # something in front of Slack answered, and not with an object of JSON
        except (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError, InvalidURL):
            fault = Fault(method, CLOSED)
        except (ClientError, TimeoutError, OSError):
            fault = Fault(method, SILENT)
        else:
            self._dated = (str(answer.headers.get("Date", "")), loop.time())
            return answer
        if fault.status == 429:
            self._closed_until[method] = loop.time() + fault.after
        raise fault

    def by_slack(self, moment: float) -> float | None:
        """A moment of the loop in seconds since 1970 by Slack's clock; None when Slack has not told its time."""
        told, heard = self._dated
        try:
            return parsedate_to_datetime(told).timestamp() + moment - heard
        except ValueError:
            return None

    async def upload(self, address: str, content: bytes) -> None:
        """Bring a file where Slack wants it. Raises `Fault`; nothing is shown to anybody before it is completed."""
        if self.client.session is None:
            raise Fault("upload", CLOSED)
        timeout = ClientTimeout(total=UPLOAD, sock_connect=CONNECT)
        try:
            async with self.client.session.post(address, data=content, proxy=self.proxy, timeout=timeout) as answer:
                status = answer.status
        except (ClientError, TimeoutError, OSError):
            raise Fault("upload", CLOSED) from None
        if status != 200:
            raise Fault("upload", BROKEN, status=status)

    async def download(self, address: str, limit: int) -> bytes | None:
        """A file's content, counted while it comes in; None for more than `limit` bytes and for what is not there.

        Our token goes with the request, so only Slack's own machines are asked. Whoever may not have a file gets a page
        to sign in, with status 200. Raises `Fault`.
        """
        if self.client.session is None:
            raise Fault("download", CLOSED)
        if not self._is_slacks(address):
            return None
        timeout = ClientTimeout(total=UPLOAD, sock_connect=CONNECT, sock_read=READ)
        ours = {"Authorization": f"Bearer {self.client.token}"}
        content = bytearray()
        try:
            async with self.client.session.get(
                address, headers=ours, proxy=self.proxy, timeout=timeout, allow_redirects=False
            ) as answer:
                if answer.status == 429:
                    raise Fault("download", LIMITED, after=_seconds(answer.headers), status=429)
                if answer.status >= 500:
                    raise Fault("download", BROKEN, status=answer.status)
                if answer.status != 200 or answer.content_type == "text/html":
                    return None
                async for piece in answer.content.iter_chunked(PIECE):
                    content += piece
                    if len(content) > limit:
                        return None
        except (ClientError, TimeoutError, OSError):
            raise Fault("download", CLOSED) from None
        return bytes(content)

    def _is_slacks(self, address: str) -> bool:
        there, here = urlsplit(address), urlsplit(self.client.base_url)
        ours = (there.scheme, there.netloc) == (here.scheme, here.netloc)
        return ours or (there.scheme == "https" and (there.hostname or "").endswith(".slack.com"))


def proxy_for(address: str) -> str | None:
    """The environment's proxy for an address, None when there is none or it is not to be used for this host."""
    parts = urlsplit(address)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    return proxy if proxy.startswith("http") and not proxy_bypass(parts.hostname or "") else None


def _refused(method: str, error: SlackApiError) -> Fault:
    """What the answer says, without its words: they may repeat what was sent."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    told = response.data if isinstance(response, AsyncSlackResponse) and isinstance(response.data, dict) else {}
    code = str(told.get("error", ""))
    if status == 429 or code in (LIMITED, "rate_limited"):
        return Fault(method, LIMITED, after=_asked_to_wait(response), status=429)
    pointers = _POINTER.findall(str((told.get("response_metadata") or {}).get("messages", "")))
    return Fault(
        method,
        code if _CODE.fullmatch(code) else BROKEN,
        status=int(status),
        detail=str(told.get("needed", "") or ", ".join(pointers[:3])),
    )


def _asked_to_wait(response: Any) -> float:
    return _seconds(getattr(response, "headers", {}))


def _seconds(headers: Any) -> float:
    try:
        return max(1.0, float(headers["Retry-After"]))
    except (KeyError, TypeError, ValueError):
        return A_MINUTE / 2
