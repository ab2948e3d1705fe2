"""`sfat migrate`, `sfat backup` and `sfat restore`."""

import gzip
import json
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage import dumping
from storage.database import Database
from storage.deliveries import DELIVERY
from storage.tables import LASTING
from storage.tx import Tx
from tests import postgres
from tests.cli.commands import Machine
from tests.room import MONDAY, Room
from tests.seeds import Lab


async def everything(address: str) -> dict[str, list[str]]:
    """All rows of all tables that a backup holds."""
    db = Database(address)
    async with db.read() as tx:
        found = {
            table.name: [repr(tuple(row)) for row in (await tx.execute(table.select().order_by(table.c.id))).all()]
            for table in LASTING
        }
    await db.close()
    return found


@pytest.mark.both
async def test_a_backup_brings_everything_back(machine: Machine, lab: Lab, tmp_path: Path) -> None:
    """Row by row, from either database into a new file, beside a running program."""
    ana = await lab.arrives("ana")
    await ana.says("/rsvp E1 yes")
    saved = tmp_path / "saved.gz"

    told = await machine.sfat("backup", saved)
    target = machine.with_settings(database_url=f"sqlite:///{tmp_path / 'new' / 'sfat.db'}")
    back = await target.sfat("restore", saved)

    assert (0, 0) == (told.code, back.code)
    assert f"SFAT_SECRET_KEY, or the file {target.settings.data_dir / 'secret.key'}." in back.out
    assert await everything(machine.settings.address) == await everything(target.settings.address)


@pytest.mark.both
async def test_a_backup_fills_a_server(
    machine: Machine, lab: Lab, tmp_path: Path, postgres_server: postgres.Server | None
) -> None:
    """The file is the same for both databases, and numbering goes on behind what was restored."""
    if postgres_server is None:
        postgres.unavailable()
    assert postgres_server is not None
    await machine.sfat("backup", tmp_path / "saved.gz")
    target = machine.with_settings(database_url=postgres.create_database(postgres_server))

    back = await target.sfat("restore", tmp_path / "saved.gz")
    restored = await everything(target.settings.address)
    claimed = await target.sfat("claim")
    postgres.drop_database(postgres_server, target.settings.database_url)

    assert (0, 0) == (back.code, claimed.code)
    assert await everything(machine.settings.address) == restored


async def test_what_was_in_hand_is_nobodys(machine: Machine, lab: Lab, tmp_path: Path) -> None:
    """Another process may get the same number where it is restored."""
    await lab.room.write(lambda tx: tx.execute(DELIVERY.insert().values(kind="x", lane=1, due=MONDAY, holder_id=1)))
    await machine.sfat("backup", tmp_path / "saved.gz")
    target = machine.with_settings(database_url=f"sqlite:///{tmp_path / 'new' / 'sfat.db'}")
    await target.sfat("restore", tmp_path / "saved.gz")
    db = Database(target.settings.address)
    async with db.read() as tx:
        holders = set((await tx.execute(select(DELIVERY.c.holder_id))).scalars())
    await db.close()

    assert {None} == holders


async def test_a_backup_overwrites_nothing(machine: Machine, tmp_path: Path) -> None:
    """Not even an empty file."""
    (tmp_path / "saved.gz").touch()

    told = await machine.sfat("backup", tmp_path / "saved.gz")

    assert (1, 0) == (told.code, (tmp_path / "saved.gz").stat().st_size)


async def test_a_backup_is_for_its_owner_only(machine: Machine, tmp_path: Path) -> None:
    """It holds everything."""
    await machine.sfat("backup", tmp_path / "saved.gz")

    assert 0o600 == stat.S_IMODE((tmp_path / "saved.gz").stat().st_mode)


@pytest.mark.file
async def test_nothing_is_restored_over_a_database(machine: Machine, tmp_path: Path, url: str) -> None:
    """A file that is there stays as it is."""
    await machine.sfat("backup", tmp_path / "saved.gz")
    before = Path(url.removeprefix("sqlite:///")).read_bytes()

    told = await machine.sfat("restore", tmp_path / "saved.gz")

    assert (1, before) == (told.code, Path(url.removeprefix("sqlite:///")).read_bytes())


async def test_nothing_is_restored_over_a_filled_server(
    machine: Machine, lab: Lab, tmp_path: Path, postgres_server: postgres.Server | None, postgres_template: str
) -> None:
    """One row is enough to refuse."""
    assert postgres_server is not None
    await machine.sfat("backup", tmp_path / "saved.gz")
    target = machine.with_settings(database_url=postgres.create_database(postgres_server, postgres_template))
    await target.sfat("claim")

    told = await target.sfat("restore", tmp_path / "saved.gz")
    postgres.drop_database(postgres_server, target.settings.database_url)

    assert (1, True) == (told.code, "not empty" in told.err)


def _cut(content: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(content).splitlines()[:-1]))


def _fewer(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith(b"["))
    return gzip.compress(b"\n".join([*lines[:row], *lines[row + 1 :]]))


def _older(content: bytes) -> bytes:
    first, _, rest = gzip.decompress(content).partition(b"\n")
    header = {**json.loads(first), "revision": "0000"}
    return gzip.compress(json.dumps(header).encode() + b"\n" + rest)


@pytest.mark.parametrize(
    "spoil",
    [_cut, _fewer, _older, lambda content: content[:-20], lambda _content: b"", lambda _content: b"not a backup"],
    ids=["no end", "a row less", "another revision", "cut off", "empty", "something else"],
)
async def test_a_spoilt_backup_restores_nothing(machine: Machine, lab: Lab, tmp_path: Path, spoil: object) -> None:
    """Whole or not at all, in one sentence."""
    saved = tmp_path / "saved.gz"
    await machine.sfat("backup", saved)
    assert callable(spoil)
    saved.write_bytes(spoil(saved.read_bytes()))
    target = machine.with_settings(database_url=f"sqlite:///{tmp_path / 'new' / 'sfat.db'}")

    told = await target.sfat("restore", saved)

    assert (1, True) == (told.code, told.err.startswith(f"{saved} can not be restored: "))
    assert [] == list((tmp_path / "new").iterdir())


@pytest.mark.both
async def test_a_backup_is_one_snapshot(room: Room, tmp_path: Path) -> None:
    """What is written while it is being made is not in it."""

    async def dump(tx: Tx) -> int:
        await dumping.dump(tx, tmp_path / "first.gz")
        await room.seat("nou").says("/start")
        return await dumping.dump(tx, tmp_path / "second.gz")

    async with room.read() as tx:
        if tx.dialect == "postgresql":
            await tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        await dump(tx)

    assert gzip.decompress((tmp_path / "first.gz").read_bytes()) == gzip.decompress(
        (tmp_path / "second.gz").read_bytes()
    )


async def test_migrate_makes_the_tables_once(bare: Machine) -> None:
    """The second time there is nothing to do."""
    first, second = await bare.sfat("migrate"), await bare.sfat("migrate")

    assert (0, 0, True) == (first.code, second.code, "already" in second.out)


async def test_a_newer_database_is_left_alone(machine: Machine) -> None:
    """By every command, in one sentence."""
    db = Database(machine.settings.address)
    await db.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await db.close()

    for command in (("migrate",), ("claim",), ("export", "people"), ("replay",)):
        told = await machine.sfat(*command)
        assert (1, "", 1) == (told.code, told.out, told.err.count("revision 9999"))


async def test_an_older_database_is_to_be_migrated(machine: Machine) -> None:
    """Which is said."""
    db = Database(machine.settings.address)
    await db.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '0000'")))
    await db.close()

    told = await machine.sfat("claim")

    assert (1, True) == (told.code, "sfat migrate" in told.err)


async def test_a_database_without_tables_is_to_be_migrated(bare: Machine) -> None:
    """An empty file is a database without tables."""
    bare.settings.data_dir.mkdir()
    (bare.settings.data_dir / "sfat.db").touch()

    told = await bare.sfat("export", "people")

    assert (1, True) == (told.code, "sfat migrate" in told.err)


async def test_a_file_that_is_no_database(bare: Machine) -> None:
    """Said in a sentence, without a stack."""
    bare.settings.data_dir.mkdir()
    (bare.settings.data_dir / "sfat.db").write_text("not a database at all, however long it may be\n" * 100)

    told = await bare.sfat("export", "people")

    sentence = "the database can not be used: the file is not a database; name another in SFAT_DATABASE_URL"
    assert (1, sentence) == (told.code, told.err)


async def test_a_server_that_does_not_answer(bare: Machine) -> None:
    """One sentence, without the password."""
    away = bare.with_settings(database_url="postgresql://sfat:hidden@127.0.0.1:9/sfat")

    told = await away.sfat("migrate")

    assert (1, False, 1) == (told.code, "hidden" in told.err, len(told.err.splitlines()))


@pytest.mark.file
async def test_a_locked_database_is_said_once(machine: Machine, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """After the time in which a running program would have let go."""
    import sqlite3

    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.1)
    with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        told = await machine.sfat("claim")
        holder.execute("ROLLBACK")
    holder.close()

    assert (1, 1, True) == (told.code, len(told.err.splitlines()), "locked" in told.err)


async def test_a_copy_of_a_backup_is_as_good(machine: Machine, lab: Lab, tmp_path: Path) -> None:
    """Nothing in it depends on where it lies."""
    await machine.sfat("backup", tmp_path / "saved.gz")
    shutil.move(tmp_path / "saved.gz", tmp_path / "elsewhere")
    target = machine.with_settings(database_url=f"sqlite:///{tmp_path / 'new.db'}")

    assert 0 == (await target.sfat("restore", tmp_path / "elsewhere")).code
