"""A few commands as a shell runs them: exit codes, and what stands where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def sfat(folder: Path, *words: str, out: int = subprocess.PIPE, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot WORDS` in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "", **settings},
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_first_day(tmp_path: Path) -> None:
    """Migrate, import, export: each done, nothing on standard error."""
    sample = ROOT / "tests" / "data" / "timisoara-lab.yaml"

    done = [sfat(tmp_path, *words) for words in (("migrate",), ("import", str(sample)), ("export", "people"))]

    assert [(0, "")] * 3 == [(one.returncode, one.stderr) for one in done]
    assert 141 == len(done[2].stdout.splitlines())


@pytest.mark.parametrize("words", [("export", "people"), ("backup", "b.gz")])
def test_a_failure_is_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    """On standard error, with exit code 1; nothing is made."""
    told = sfat(tmp_path, *words)

    assert (1, "", 1) == (told.returncode, told.stdout, len(told.stderr.splitlines()))
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize("words", [("export", "everything"), ("dance",)])
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Exit code 2."""
    assert 2 == sfat(tmp_path, *words).returncode


def test_nobody_reads_to_the_end(tmp_path: Path) -> None:
    """`sfat export people | head` ends quietly: whoever asked has seen enough."""
    sfat(tmp_path, "migrate")
    end, beginning = os.pipe()
    os.close(end)

    told = sfat(tmp_path, "export", "people", out=beginning)

    os.close(beginning)
    assert (0, "") == (told.returncode, told.stderr)


def test_a_full_disk_behind_the_output(tmp_path: Path) -> None:
    """What was not written is said."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        told = sfat(tmp_path, "migrate", out=full.fileno())

    said = "sfat: what was to be printed can not be written (No space left on device); send it elsewhere\n"
    assert (1, said) == (told.returncode, told.stderr)
