"""What a command loads: itself, and no large library before it is used. A start is mostly loading."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.cli.entry import COMMANDS
from bot.later import LATER, load_later

ROOT = Path(__file__).parents[2]
FEATURES = {"handlers", "bot.main", "telegram", "aiohttp", "uvicorn"}


LOOK = """
import sys
from bot.later import leave_out, load_later
load_later()
leave_out()
from bot.cli.entry import parsed
parsed({words})
{more}
print(*(name for name, one in sys.modules.items() if type(one).__name__ != "_Later"))
"""


def loaded_by(*words: str, more: str = "") -> set[str]:
    """The modules that `sfat WORDS` loads before it does anything. One that is put off is none of them."""
    look = LOOK.format(words=list(words), more=more)
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("words", [("migrate",), ("backup", "file"), ("restore", "file")])
def test_a_command_that_needs_no_feature_loads_none(words: tuple[str, ...]) -> None:
    """Nor a platform, nor the site."""
    assert set() == FEATURES & loaded_by(*words)


def test_a_running_sfat_has_put_off_what_it_may_never_need() -> None:
    """Each library that is on the list is used nowhere while modules load."""
    assert set() == set(LATER) & loaded_by("run")


def test_telegram_comes_without_the_transport_that_is_replaced() -> None:
    """A bot can be made; httpx and what it brings is not there."""
    loaded = loaded_by(
        "run", more="import bot.adapters.telegram.adapter as a; a.TelegramAdapter('1:a', 'http://127.0.0.1:1', 30)"
    )

    assert {"telegram"} == {"telegram", "httpx", "httpcore"} & loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its module can be loaded, and tells its usage."""
    told = subprocess.run(
        [sys.executable, "-m", "bot", name, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (0, f"usage: sfat {name} ") == (told.returncode, told.stdout[: len(f"usage: sfat {name} ")])


@pytest.fixture
def put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a library that takes its time to load, and is put off."""
    (tmp_path / "far_away.py").write_text("import time\ntime.sleep(0.2)\nword = 'here'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    load_later(["far_away"])
    return "far_away"


def test_what_is_put_off_loads_when_it_is_used(put_off: str) -> None:
    """From then on it is what `import` finds."""
    stands_in = sys.modules[put_off]

    assert "here" == stands_in.word
    assert "far_away.py" == Path(sys.modules.pop(put_off).__file__ or "").name


def test_two_threads_that_use_it_at_once_both_find_it_whole(put_off: str) -> None:
    """Tables are read in threads."""
    stands_in, found = sys.modules[put_off], list[str]()
    threads = [threading.Thread(target=lambda: found.append(stands_in.word)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.modules.pop(put_off)

    assert ["here"] * 8 == found
