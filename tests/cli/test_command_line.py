"""A few commands as a shell runs them: exit codes, and what stands where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def sfat(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot WORDS` in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **settings},
        capture_output=True,
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
