"""Whether a request had left when something broke."""

import asyncio
import traceback
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import telegram
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.adapters.telegram import transport
from bot.adapters.telegram.transport import NoAnswer, NotSent, ServerFault, SlowDown, Wire, proxy_for

TOKEN = "7:AAtoken"


def answering(status: int, body: str) -> bytes:
    """An HTTP answer."""
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


@asynccontextmanager
async def server(talk: Callable[[StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    """A server that reads a request and then does what it is told to."""

    async def answer(reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((line for line in head.lower().splitlines() if line.startswith(b"content-length")), b":0")
        await reader.readexactly(int(length.partition(b":")[2]))
        await talk(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    done = asyncio.Event()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    await done.wait()


async def error_of(address: str, **options: float) -> TelegramError:
    """What a request to that address ends with."""
    wire = Wire(address)
    await wire.initialize()
    try:
        await telegram.Bot(TOKEN, f"{address}/bot", request=wire).send_message(11, "hello", **options)  # type: ignore[arg-type]
    except TelegramError as error:
        return error
    finally:
        await wire.shutdown()
    raise AssertionError("the request succeeded")


async def error_after(status: int, body: str) -> TelegramError:
    """What a request ends with when the server answers so."""

    async def talk(writer: StreamWriter) -> None:
        writer.write(answering(status, body))
        await writer.drain()

    async with server(talk) as address:
        return await error_of(address)


async def unused_address() -> str:
    """An address of this machine where nobody listens."""
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as gone:
        return f"http://127.0.0.1:{gone.sockets[0].getsockname()[1]}"


async def silence(writer: StreamWriter) -> None:
    await asyncio.sleep(0.2)


async def cut(writer: StreamWriter) -> None:
    writer.transport.abort()


async def test_nobody_listens() -> None:
    """A connection that never came about carried nothing."""
    assert NotSent is type(await error_of(await unused_address()))


async def test_cut_after_the_request() -> None:
    """A connection that is cut leaves doubt."""
    async with server(cut) as address:
        assert NoAnswer is type(await error_of(address))


async def test_silence_after_the_request() -> None:
    """So does silence."""
    async with server(silence) as address:
        assert NoAnswer is type(await error_of(address, read_timeout=0.05))


async def crowded(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | telegram.Message]:
    """What two requests end with when there is one connection, a silent one, and no patience."""
    monkeypatch.setattr(transport, "CONNECTIONS", 1)
    monkeypatch.setattr(transport, "QUEUE", -4.95)
    async with server(silence) as address:
        wire = Wire(address)
        await wire.initialize()
        bot = telegram.Bot(TOKEN, f"{address}/bot", request=wire)
        results = await asyncio.gather(*(bot.send_message(11, "hello") for _ in range(2)), return_exceptions=True)
    await wire.shutdown()
    return results


async def test_no_free_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that waited in vain for one of our connections did not leave."""
    assert {NotSent, NoAnswer} == {type(result) for result in await crowded(monkeypatch)}


async def test_the_token_stays_out_of_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that is logged with everything behind it does not show the address, which holds the token."""
    errors = [result for result in await crowded(monkeypatch) if isinstance(result, BaseException)]
    assert "AAtoken" not in "".join(line for error in errors for line in traceback.format_exception(error))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}', ServerFault),
        (502, "<html>Bad Gateway</html>", ServerFault),
        (503, "<html>Service Unavailable</html>", ServerFault),
        (504, "<html>Gateway Timeout</html>", NoAnswer),
        (403, "<html>Blocked by the firewall</html>", ServerFault),
        (200, "<html>Please log in to the guest network</html>", ServerFault),
        (302, "", ServerFault),
        (413, "<html>Request Entity Too Large</html>", BadRequest),
        (403, '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}', Forbidden),
        (429, '{"ok":false,"error_code":429,"description":"Too Many Requests"}', SlowDown),
    ],
)
async def test_answers(status: int, body: str, kind: type[TelegramError]) -> None:
    """A page is not an answer of Telegram's, whatever its status; a firewall's 403 blocks nobody for ever."""
    assert kind is type(await error_after(status, body))


@pytest.mark.parametrize(
    ("parameters", "after"), [('{"retry_after":17}', 17.0), ('{"retry_after":0}', 1.0), ("{}", 1.0)]
)
async def test_how_long_to_wait(parameters: str, after: float) -> None:
    """A flood says for how long; at least one second."""
    error = await error_after(429, f'{{"ok":false,"error_code":429,"description":"slow","parameters":{parameters}}}')
    assert isinstance(error, SlowDown)
    assert after == error.after


@pytest.mark.parametrize(
    ("environment", "address", "proxy"),
    [
        ({}, "https://api.telegram.org", None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://api.telegram.org", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://127.0.0.1:8081", None),
        ({"ALL_PROXY": "http://proxy:3128"}, "https://api.telegram.org", "http://proxy:3128"),
        ({"ALL_PROXY": "socks5://proxy:1080"}, "https://api.telegram.org", None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "telegram.org"}, "https://api.telegram.org", None),
    ],
)
def test_the_environments_proxy(
    environment: dict[str, str], address: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the way out leads through a proxy, so do our requests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy == proxy_for(address)


async def test_a_request_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy hears the request, and its refusal is not taken for Telegram's."""

    async def talk(writer: StreamWriter) -> None:
        writer.write(answering(403, "<html>Not from here</html>"))
        await writer.drain()

    async with server(talk) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        assert ServerFault is type(await error_of("http://telegram.invalid"))
