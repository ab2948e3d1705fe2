"""The wire: python-telegram-bot's requests, carried by aiohttp.

The library's own transport slows down as more requests are under way, and neither it nor the ready-made bridge from it
to aiohttp tells whether a request had left when the connection broke: the bridge calls a connection that was cut after
sending one that never came about, so the same message would go out twice unnoticed. Here four errors keep that apart.
None of them carries an address, because a Bot API address contains the token.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
    TCPConnector,
)
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

CONNECT = 5.0  # seconds until a connection stands
QUEUE = 10.0  # seconds more to wait for a free connection among ours
READ = 20.0  # seconds without a byte; long, because giving up on a message leaves its fate unknown
UPLOAD = 300.0  # seconds for a file on its way, either way, 20 MB over a slow line included
PIECE = 64 * 1024  # bytes
CONNECTIONS = 64  # at once; one of them belongs to the long poll
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotSent(NetworkError):
    """The request did not leave this machine; it can be made again without doubt."""


class NoAnswer(NetworkError):
    """The request left, and no answer came: it may have been done or not."""


class ServerFault(NetworkError):
    """The server, or something in front of it, did not do the request (500 to 503, or a page instead of an answer)."""


class SlowDown(TelegramError):
    """429. In place of the library's `RetryAfter`, which warns of its own future whenever it is made."""

    def __init__(self, after: float) -> None:
        super().__init__(f"asked to wait {after:g} s")
        self.after = after


class Wire(BaseRequest):
    """Makes the requests of a `telegram.Bot` to the server at `address`.

    A proxy comes from the environment as usual (HTTPS_PROXY, NO_PROXY). It is looked up once: aiohttp would do so for
    every request, which takes as long as the request itself.
    """

    def __init__(self, address: str) -> None:
        self._session: ClientSession | None = None
        self._proxy = proxy_for(address)

    @property
    def read_timeout(self) -> float:
        """Seconds; the library adds the length of a long poll."""
        return READ

    async def initialize(self) -> None:
        """Open the connections; does nothing when they are open."""
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=CONNECTIONS), proxy=self._proxy, cookie_jar=DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917  (the library's signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Make one request and return status and body. Raises the errors of this module, `from None`: see above."""
        if self._session is None:
            raise NotSent("the connections are closed")
        upload = bool(request_data and request_data.contains_files)
        with _told_apart():
            async with self._session.request(
                method,
                url,
                data=_body(request_data),
                headers=None if upload else _FORM,
                timeout=_patience(read_timeout, UPLOAD if upload else None),
                allow_redirects=False,
            ) as response:
                status, body = response.status, await response.read()
        _check(status, body)
        return status, body

    async def download(self, address: str, limit: int) -> bytes:
        """The content behind an address, counted while it comes in. Raises the errors of this module, and BadRequest
        for what is not there or is more than `limit` bytes."""
        if self._session is None:
            raise NotSent("the connections are closed")
        content = bytearray()
        with _told_apart():
            async with self._session.get(
                quote(address, safe="/:"), timeout=_patience(None, UPLOAD), allow_redirects=False
            ) as response:
                if response.status != 200:
                    body = await response.read()
                    _check(response.status, body)
                    raise BadRequest(f"there is no such file: status {response.status}")
                async for piece in response.content.iter_chunked(PIECE):
                    content += piece
                    if len(content) > limit:
                        raise BadRequest("the file is too large")
        return bytes(content)


def _patience(read_timeout: object, total: float | None) -> ClientTimeout:
    return ClientTimeout(
        total=total,
        connect=QUEUE + CONNECT,
        sock_connect=CONNECT,
        sock_read=float(read_timeout) if isinstance(read_timeout, int | float) else READ,
    )


@contextmanager
def _told_apart() -> Iterator[None]:
    """What a broken connection means for the request."""
    try:
        yield
    except (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError, InvalidURL) as error:
        raise NotSent(type(error).__name__) from None
    except (ClientError, TimeoutError, OSError) as error:
        raise NoAnswer(type(error).__name__) from None


def proxy_for(address: str) -> str | None:
    """The environment's proxy for an address, None when there is none or it is not to be used for this host."""
    parts = urlsplit(address)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    return proxy if proxy.startswith("http") and not proxy_bypass(parts.hostname or "") else None


def _body(data: RequestData | None) -> FormData | bytes:
    """A form with files in parts, or one line of parameters, which is several times cheaper to write."""
    if data is None or not data.contains_files:
        return data.url_encoded_parameters().encode() if data else b""
    form = FormData(data.json_parameters, quote_fields=False)  # file names go as they are, not percent-encoded
    for field, (name, content, media_type) in data.multipart_data.items():
        # In a buffer, because large bytes would be written in one go, with everybody else waiting.
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(field, file, filename=name, content_type=media_type)
    return form


def _check(status: int, body: bytes) -> None:
    if status == 504:  # a gateway gave up waiting for somebody who had the request
        raise NoAnswer("status 504")
    if status == 413:  # said by the server in front, which does not speak JSON
        raise BadRequest("the file is too large")
    if status >= 500 or not body.lstrip().startswith(b"{"):
        raise ServerFault(f"status {status}")
    if status == 429:
        raise SlowDown(_asked_to_wait(body))


def _asked_to_wait(body: bytes) -> float:
    try:
        return max(1.0, float(json.loads(body)["parameters"]["retry_after"]))
    except (KeyError, TypeError, ValueError):
        return 1.0
