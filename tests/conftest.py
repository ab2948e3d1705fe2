"""Fixtures: a database of each kind, a room over it, a seeded lab, a browser."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from playwright.async_api import Browser

from storage.migrate import migrate
from tests import postgres
from tests.adapters.webchat.browser import browser
from tests.compiled_once import compiled_once
from tests.room import Room
from tests.seeds import Lab, seed
from tests.used_again import Shelf

MEMORY = Path("/dev/shm")
ROOM_NEEDED = 2 * 1024**3  # bytes

# Thousands of small databases, each written durably: in memory, where there is enough, they do not wait for a disk.
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_NEEDED:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


# A machine that is shared can be slow for a moment; that is no fault of what is tried.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


SOAK = os.environ.get("SFAT_SOAK") == "1"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `both` runs on SQLite and PostgreSQL, and under `make soak` everything; what is `shared` needs the
    server, what is about a `file` SQLite."""
    if "url" not in metafunc.fixturenames or "tests/adapters/telegram" in metafunc.definition.nodeid:
        return
    both = metafunc.definition.get_closest_marker("both") is not None or SOAK
    shared = metafunc.definition.get_closest_marker("shared") is not None
    file = metafunc.definition.get_closest_marker("file") is not None
    databases = ["postgresql"] if shared else ["sqlite", "postgresql"] if both and not file else ["sqlite"]
    metafunc.parametrize("url", databases, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`make soak` runs what `make test` leaves out: together they run everything on both databases."""
    if not SOAK:
        return
    config.hook.pytest_deselected(items=[item for item in items if not _left_out(item)])
    items[:] = [item for item in items if _left_out(item)]


def _left_out(item: pytest.Item) -> bool:
    """Whether `make test` does not run this: it takes minutes, or runs on SQLite only there."""
    url = getattr(item, "callspec", None) and item.callspec.params.get("url")  # type: ignore[attr-defined]
    elsewhere = item.get_closest_marker("both") or item.get_closest_marker("shared")
    return item.get_closest_marker("soak") is not None or (url == "postgresql" and not elsewhere)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no test has it looked through for rubbish, and theirs is looked for less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 10)


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """Most of a test's time would go into compiling what the test before has compiled."""
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server | None]:
    """A PostgreSQL for the session, or None where there is none."""
    with postgres.start() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "sfat.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server | None) -> str:
    """A migrated PostgreSQL database to copy."""
    if postgres_server is None:
        postgres.unavailable()
    assert postgres_server is not None
    dsn = postgres.create_database(postgres_server)
    asyncio.run(migrate(dsn))
    return dsn


@pytest.fixture(scope="session")
def postgres_shelf(postgres_server: postgres.Server, postgres_template: str) -> Shelf:
    """Copies of it that may be used again."""
    return Shelf(postgres_server, postgres_template)


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of its own."""
    if request.param == "sqlite":
        path = tmp_path / "sfat.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    shelf: Shelf = request.getfixturevalue("postgres_shelf")
    dsn = shelf.take()
    yield dsn
    shelf.give_back(dsn)


@pytest.fixture
async def room(url: str) -> AsyncIterator[Room]:
    """An empty Sfat with a clock and two platforms."""
    opened = await Room.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def lab(room: Room) -> Lab:
    """The room with a seeded lab."""
    return await seed(room)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests of pages: to start one takes longer than a test. Each opens a context of its own."""
    async with browser() as opened:
        yield opened
