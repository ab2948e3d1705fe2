"""One process serves a SQLite database: a second is refused, whatever else works beside the first."""

import fcntl
import os
import socket
from pathlib import Path
from typing import TextIO

import httpx
import pytest

from bot.cli.hold import held
from bot.core.ports import Unusable
from tests.cli.shell import Shell
from tests.faults.running import ends, running, start

WEB = {"SFAT_WEBCHAT": "on"}


async def test_a_second_run_is_refused(tmp_path: Path) -> None:
    """It names the first, which goes on; killed, that one is in nobody's way, and the next can start."""
    async with running(tmp_path, tmp_path / "log", **WEB) as first:
        code, said = await ends(tmp_path, **WEB)
        async with httpx.AsyncClient(base_url=first.address) as client:
            ready = await client.get("/health/ready")
        await first.kill()
        await (await start(tmp_path, tmp_path / "log", **WEB)).kill()

    holder = f"process {first.process.pid} on {socket.gethostname()}"
    assert (1, 1, 200) == (code, len(said.splitlines()), ready.status_code)
    assert said.startswith(f"sfat: {tmp_path.resolve()}/data/sfat.db is served already, by {holder}; stop that one")


WORDS = [
    ("migrate",),
    ("import", "programme.yaml"),
    ("export", "people"),
    ("claim",),
    ("check",),
    ("backup", "new.gz"),
    ("replay",),
]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[0])
def test_other_commands_work_beside_it(shell: Shell, programme: Path, words: tuple[str, ...]) -> None:
    """As if nobody served."""
    (shell.folder / "programme.yaml").write_bytes(programme.read_bytes())
    shell.sfat("migrate")

    with held("sqlite:///data/sfat.db"):
        assert 0 == shell.sfat(*words).code


@pytest.mark.parametrize("words", [("run",), ("restore", "old.gz")], ids=lambda words: words[0])
def test_what_would_write_under_it_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    """Serving and restoring, also when the file itself was moved away."""
    shell.sfat("migrate")
    shell.sfat("backup", "old.gz")

    with held("sqlite:///data/sfat.db"):
        Path("data/sfat.db").rename("data/away.db")
        told = shell.sfat(*words, **WEB)

    assert (1, True) == (told.code, f"process {os.getpid()} " in told.err)


def test_the_try_out_is_not_begun_anew_under_somebody(shell: Shell) -> None:
    """Nothing of the story that runs is removed."""
    Path("data/demo").mkdir(parents=True)
    Path("data/demo/sfat.db").touch()

    with held("sqlite:///data/demo/sfat.db"):
        told = shell.sfat("demo", "--fresh", SFAT_HTTP_PORT="0")

    assert (1, True) == (told.code, Path("data/demo/sfat.db").exists())
    assert f"process {os.getpid()} " in told.err


def test_the_try_out_empties_no_folder_with_something_of_yours(shell: Shell) -> None:
    """It says so."""
    Path("data/demo").mkdir(parents=True)
    Path("data/demo/letter.txt").touch()

    told = shell.sfat("demo", "--fresh", SFAT_HTTP_PORT="0")

    assert (1, True, True) == (told.code, "letter.txt" in told.err, Path("data/demo/letter.txt").exists())


def test_another_name_of_the_same_file(tmp_path: Path) -> None:
    """A link to it is the same database."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "link.db").symlink_to(tmp_path / "sfat.db")

    with held(f"sqlite:///{tmp_path}/sfat.db"), pytest.raises(Unusable), held(f"sqlite:///{tmp_path}/other/link.db"):
        pass


def test_a_lock_that_nobody_holds(tmp_path: Path) -> None:
    """What a killed process has left, its number given to another since, stops nobody."""
    (tmp_path / "sfat.db.lock").write_text(f"process {os.getpid()} on here")

    with held(f"sqlite:///{tmp_path}/sfat.db"):
        told = (tmp_path / "sfat.db.lock").read_text()

    assert f"process {os.getpid()} on {socket.gethostname()}" == told


def test_a_lock_that_is_removed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever held it let go just then: what was locked is no longer the lock, and the next one is taken."""
    lock, flock = tmp_path / "sfat.db.lock", fcntl.flock

    def late(file: TextIO, how: int) -> None:
        flock(file, how)
        monkeypatch.undo()
        lock.unlink()

    monkeypatch.setattr("bot.cli.hold.fcntl.flock", late)
    with held(f"sqlite:///{tmp_path}/sfat.db"):
        assert lock.read_text().startswith("process ")
    assert not lock.exists()


def test_several_may_serve_a_server() -> None:
    """On PostgreSQL processes share the work."""
    with held("postgresql://localhost/x"), held("postgresql://localhost/x"):
        pass
