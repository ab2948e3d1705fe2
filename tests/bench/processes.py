"""Processes that are measured: pinned to one core, their processor time and memory read from the system.

What is measured runs on core 0, what it talks to and we ourselves on core 1, where the machine has two.
"""

import atexit
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.updates import TOKEN

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
SECRET = "a key for figures"
_TICKS = os.sysconf("SC_CLK_TCK")
_running: set["subprocess.Popen[str]"] = set()


def pin(process: int, core: int) -> None:
    """Keep a process (0: this one) on one core, where there are two and the system can do that."""
    if (os.cpu_count() or 1) > 1 and hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(process, {core})


@atexit.register
def _kill_all() -> None:
    for process in _running:
        process.kill()


@dataclass(frozen=True)
class Measured:
    """A running process."""

    process: "subprocess.Popen[str]"
    began: float  # the monotonic clock's instant at which it was started

    @property
    def cpu(self) -> float:
        """Processor seconds used so far, in all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> float:
        """Resident memory, in MiB."""
        return self._status("VmRSS") / 1024

    @property
    def most_memory(self) -> float:
        """The most it ever had, in MiB."""
        return self._status("VmHWM") / 1024

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


@contextmanager
def started(*words: str, ready: str = "", folder: Path = ROOT, core: int = 0, **more: Any) -> Iterator[Measured]:
    """Run `python WORDS…` while the block runs; with `ready`, wait for a line with that word first."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    environment |= {"PYTHONPATH": str(ROOT), **more}
    began = time.monotonic()
    with tempfile.TemporaryFile() if folder == ROOT else (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    pin(process.pid, core)
    _running.add(process)
    try:
        if ready:
            try:
                _wait_for_line(process, ready)
            except RuntimeError as problem:
                raise RuntimeError(f"{problem}: {(folder / 'log').read_text()[-300:]}") from None
        yield Measured(process, began)
    finally:
        _end(process)


def _wait_for_line(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdout is not None
    patience = threading.Timer(START_SECONDS, process.kill)
    patience.start()
    try:
        while line := process.stdout.readline():
            if word in line:
                return
    finally:
        patience.cancel()
    raise RuntimeError("a process did not get ready")


def _end(process: "subprocess.Popen[str]") -> None:
    """Ask it to end, then make it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    _running.discard(process)


@contextmanager
def sfat(folder: Path, bench: "Bench", *, rate: int = 1000, launcher: bool = False, **more: str) -> Iterator[Measured]:
    """A running `sfat run` over `sfat.db` in the folder; by our `launcher`, which can change what no setting does."""
    words = ("-m", "tests.bench.launch") if launcher else ("-m", "bot")
    settings: dict[str, Any] = {
        "SFAT_DATABASE_URL": f"sqlite:///{folder / 'sfat.db'}",
        "SFAT_SECRET_KEY": SECRET,
        "SFAT_HTTP_PORT": "0",
        "SFAT_TELEGRAM_TOKEN": TOKEN,
        "SFAT_TELEGRAM_API_URL": bench.url,
        "SFAT_TELEGRAM_RATE": str(rate),
    }
    settings |= more
    with started(*words, "run", ready="ready", folder=folder, **settings) as measured:
        yield measured


class Bench:
    """Tells the measuring Bot API server what to do; see `world.World` for what there is."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, name: str, **values: Any) -> Any:
        """One question or order."""
        self._line.request("POST", f"/control/{name}", json.dumps(values))
        return json.loads(self._line.getresponse().read())

    def counts(self) -> Mapping[str, Any]:
        """How many of everything, and when."""
        found: Mapping[str, Any] = self.ask("counts")
        return found

    def until(self, holds: Callable[[Mapping[str, Any]], bool], seconds: float) -> Mapping[str, Any]:
        """Wait until the counts are as wished; raises TimeoutError when they are not in time."""
        ends = time.monotonic() + seconds
        while not holds(found := self.counts()):
            if time.monotonic() > ends:
                raise TimeoutError(f"after {seconds:g} s only {dict(found)}")
            time.sleep(0.02)
        return found


@contextmanager
def bench() -> Iterator[Bench]:
    """A measuring Bot API server while the block runs."""
    with started("-m", "tests.bench.fake", core=1) as server:
        assert server.process.stdout is not None
        yield Bench(int(server.process.stdout.readline()))
