"""The PostgreSQL of the tests is real, keeps databases apart and copies them."""

from collections.abc import Iterator

import asyncpg
import pytest

from tests import postgres


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.start() as running:
        if running is None:
            postgres.unavailable()
        yield running


@pytest.fixture
def database(server: postgres.Server) -> Iterator[str]:
    dsn = postgres.create_database(server)
    yield dsn
    postgres.drop_database(server, dsn)


async def test_a_query_runs(database: str) -> None:
    """A fresh database answers a query in its own encoding."""
    connection = await asyncpg.connect(database)
    try:
        assert "șță" == await connection.fetchval("SELECT lower('ȘȚĂ')")
    finally:
        await connection.close()


async def test_a_copy_has_what_its_template_has(server: postgres.Server, database: str) -> None:
    """A database made from a template starts with the template's rows."""
    postgres.execute(database, "CREATE TABLE word AS SELECT 'sfat' AS text")
    copy = postgres.create_database(server, template=database)
    connection = await asyncpg.connect(copy)
    try:
        assert "sfat" == await connection.fetchval("SELECT text FROM word")
    finally:
        await connection.close()
        postgres.drop_database(server, copy)


async def test_a_dropped_database_is_gone(server: postgres.Server) -> None:
    """Nobody can open a database that was dropped, even when somebody still had it open."""
    dsn = postgres.create_database(server)
    connection = await asyncpg.connect(dsn)
    postgres.drop_database(server, dsn)
    connection.terminate()
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(dsn)


def test_it_is_a_failure_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under SFAT_REQUIRE_POSTGRES=1 a missing PostgreSQL fails the test instead of skipping it."""
    monkeypatch.setenv(postgres.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception):
        postgres.unavailable()
