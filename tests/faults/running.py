"""Sfat as its users run it: a process of its own, to be killed."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60


@dataclass
class Running:
    """A started `sfat run`; `address` is its site."""

    process: Process
    address: str

    async def kill(self) -> None:
        """SIGKILL: nothing of it gets to say goodbye."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    def freeze(self) -> None:
        """SIGSTOP: it is there, and does nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """SIGCONT: it goes on, as if no time had passed."""
        self.process.send_signal(signal.SIGCONT)

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 15)


async def launch(
    folder: Path, command: str, out: int, err: int | IO[bytes] | None, *, module: str = "bot", **settings: str
) -> Process:
    """Start `sfat COMMAND` in `folder`, on a free port, with these settings and no others; `module` stands for sfat."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    settings = {"SFAT_HTTP_PORT": "0", **settings}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        command,
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **settings},
        stdout=out,
        stderr=err,
    )


async def ends(folder: Path, **settings: str) -> tuple[int, str]:
    """Run `sfat run` to its end; its exit code and what it said on standard error."""
    process = await launch(folder, "run", DEVNULL, PIPE, **settings)
    _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode is not None
    return process.returncode, said.decode()


async def start(folder: Path, log: Path, *, module: str = "bot", **settings: str) -> Running:
    """Start `sfat run` in `folder` and wait until it says it is ready. Its log is appended to `log`."""
    with log.open("ab") as err:
        process = await launch(folder, "run", PIPE, err, module=module, **settings)
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
