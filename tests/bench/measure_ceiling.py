"""What the measuring server takes: it must be several times what any sender makes, or it would be what is measured."""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.bench.processes import bench, pin
from tests.bench.report import Figure, shown
from tests.bench.scale import Scale
from tests.bench.updates import TOKEN

LINES, IN_A_ROW = 8, 32


def measure(scale: Scale) -> Iterator[Figure]:
    """Requests a second from a client that writes raw bytes, from the core of what is measured otherwise."""
    found = []
    with bench() as server:
        pin(0, 0)
        port = urlsplit(server.url).port or 0
        for _ in range(scale.of(5, 1)):
            found.append(asyncio.run(_fire(port, scale.of(60_000, 10_000))))
        pin(0, 1)
    yield shown("–", "the measuring server's ceiling, sendMessage", found, "/s")


async def _fire(port: int, number: int) -> float:
    body = b"chat_id=1&text=hello&parse_mode=HTML"
    head = b"POST /bot%s/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
    request = head % (TOKEN.encode(), len(body)) + body
    began = time.perf_counter()
    await asyncio.gather(*(_line(port, request, number // LINES // IN_A_ROW) for _ in range(LINES)))
    return number / (time.perf_counter() - began)


async def _line(port: int, request: bytes, rows: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(rows):
        writer.write(request * IN_A_ROW)
        for _ in range(IN_A_ROW):
            await reader.readuntil(b'"text":"."}}')
    writer.close()
