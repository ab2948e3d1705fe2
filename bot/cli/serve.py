"""Serving: bind, migrate, reach the platforms, start; until a signal asks to stop."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.core.ports import Adapter, Unusable
from bot.core.program import Program
from bot.main import Sfat
from bot.settings import Settings

STOP_SECONDS = 10
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Server(uvicorn.Server):
    """Uvicorn without its own signal handling: we stop everything in our order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to us."""
        yield


def bind(settings: Settings) -> socket.socket:
    """The listening socket. Raises Unusable when the port is taken or the address is not ours."""
    host, port = settings.http_host, settings.http_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, reuse_port=False)
    except OSError as problem:
        if problem.errno in {errno.EADDRINUSE, errno.EACCES}:
            why = os.strerror(problem.errno)
            raise Unusable(f"can not listen on {host} port {port}: {why}; set SFAT_HTTP_PORT to a free one") from None
        mend = "set SFAT_HTTP_HOST to one, such as 127.0.0.1"
        raise Unusable(f"can not listen on {host!r}: it is no address of this machine; {mend}") from None


def address_of(listening: socket.socket) -> str:
    """The address people open."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    sfat: Sfat, listening: socket.socket, ready: Callable[[], Awaitable[None]], *, pulse: bool = True
) -> None:
    """Run until SIGTERM or SIGINT, or until a part that should run for ever ends: its error is raised.

    Whatever was opened is closed, also when a platform can not be reached. A second signal ends it at once: what was in
    flight is then found by the next process, as after a crash.
    """
    program, server = sfat.program, _server(sfat.site)
    serving: asyncio.Task[None] | None = None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        stop.set()
        for name in SIGNALS:
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)

    for name in SIGNALS:
        loop.add_signal_handler(name, asked)
    try:
        await reach(program.adapters.values())
        await program.start(pulse=pulse)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        await ready()
        await _until(stop, program)
    finally:
        await program.stop()
        if serving is not None:
            server.should_exit = True
            await serving


async def reach(adapters: Iterable[Adapter]) -> None:
    """Connect every platform, side by side: each takes a round trip or two. Raises what the first one raised."""
    for found in await asyncio.gather(*(adapter.connect() for adapter in adapters), return_exceptions=True):
        if found is not None:
            raise found


async def _until(stop: asyncio.Event, program: Program) -> None:
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await stop.wait()
        failed = program.failed()
        if failed is not None:
            raise failed


def _server(app: ASGIApp) -> Server:
    config = uvicorn.Config(
        app,
        log_config=None,
        lifespan="off",
        server_header=False,
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        proxy_headers=False,
    )
    return Server(config)
