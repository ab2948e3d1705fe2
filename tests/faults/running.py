"""Sfat as its users run it: a process of its own, to be killed."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_SECONDS = 20


@dataclass
class Running:
    """A started `sfat run`; `address` is its site."""

    process: asyncio.subprocess.Process
    address: str

    async def kill(self) -> None:
        """SIGKILL: nothing of it gets to say goodbye."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 15)


async def start(folder: Path, log: Path, **settings: str) -> Running:
    """Start `sfat run` in `folder` and wait until it says it is ready. Its log is appended to `log`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    with log.open("ab") as err:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env={**clean, "PYTHONPATH": str(ROOT), "SFAT_HTTP_PORT": "0", **settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=err,
        )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_SECONDS):
            while line := (await process.stdout.readline()).decode():
                if "ready" in line:
                    return Running(process, line.rsplit(" ", 1)[-1].strip().rstrip("/"))
    except TimeoutError:
        process.kill()
    raise AssertionError(f"sfat run did not get ready: {log.read_text()[-2000:]}")


@contextlib.asynccontextmanager
async def running(folder: Path, log: Path, **settings: str) -> AsyncIterator[Running]:
    """A started `sfat run`, killed at the end whatever happens."""
    started = await start(folder, log, **settings)
    try:
        yield started
    finally:
        await started.kill()
