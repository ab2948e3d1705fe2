"""PostgreSQL databases that are emptied and used again, for a fraction of what a fresh copy for each test costs."""

from dataclasses import dataclass, field
from typing import Any

import asyncpg

from storage.tables import metadata
from tests import postgres

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
CUT_OFF = f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}"  # waits so many milliseconds until each is gone

SHAPE = """
SELECT relname::text, attname::text, atttypid, attnotnull FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT conrelid::regclass::text, conname, 0, convalidated FROM pg_constraint WHERE conrelid > 16383
UNION ALL SELECT tgrelid::regclass::text, tgname, 0, tgenabled = 'O' FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, 0, true FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'setting', setconfig::text, 0, true FROM pg_db_role_setting
UNION ALL SELECT 'migration', version_num, 0, true FROM alembic_version
ORDER BY 1, 2
"""
"""What is there besides rows."""

EMPTY = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))
COUNT_ANEW = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"


@dataclass
class Shelf:
    """Copies of the migrated, empty database at the address `template`, which nobody may have open."""

    server: postgres.Server
    template: str
    ready: list[str] = field(default_factory=list)
    _shape: list[Any] = field(default_factory=list)

    def take(self) -> str:
        """The address of a database that is as the template is."""
        if self.ready:
            return self.ready.pop()
        self._shape = self._shape or postgres.apart(_shape_of(self.template))
        return postgres.create_database(self.server, self.template)

    def give_back(self, dsn: str) -> None:
        """Cut off whoever still has it open, and empty it; where more was changed than rows it is dropped instead."""
        try:
            found = postgres.apart(_emptied(dsn))
        except asyncpg.PostgresError:
            found = []
        if found == self._shape:
            self.ready.append(dsn)
        else:
            postgres.drop_database(self.server, dsn)


async def _shape_of(dsn: str) -> list[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        return list(await connection.fetch(SHAPE))
    finally:
        await connection.close()


async def _emptied(dsn: str) -> list[Any]:
    """Empty a database, and what it has besides rows."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(CUT_OFF)
        await connection.execute(f"{EMPTY}; {COUNT_ANEW}")
        return list(await connection.fetch(SHAPE))
    finally:
        await connection.close()
