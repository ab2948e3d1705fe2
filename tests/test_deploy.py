"""What `deploy/` says, as far as it can be known without a container runtime and without systemd running."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONTAINER = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "sfat.service").read_text(encoding="utf-8")
TOGETHER = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
PACKAGES = ("bot", "handlers", "storage")


def test_the_unit_is_one_to_systemd(tmp_path: Path) -> None:
    """It has nothing to say against it, once the program is where the unit looks for it."""
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        pytest.skip("no systemd-analyze on this machine")
    unit = tmp_path / "sfat.service"
    unit.write_text(UNIT.replace("/opt/sfat/bin/sfat", sys.executable), encoding="utf-8")

    told = subprocess.run([analyse, "verify", str(unit)], capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (told.returncode, told.stderr)


def test_the_image_takes_what_there_is() -> None:
    """Every file that is copied from the clone exists, and none of it is left out of the build."""
    copied = [
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE) for name in line.split()
    ]
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert {*PACKAGES, "pyproject.toml", "requirements.txt"} <= set(copied)
    assert [] == [name for name in copied if not (ROOT / name).exists() or f"!{name}" not in kept]


def test_everything_the_program_reads_is_installed() -> None:
    """Pages, catalogues, the sample: whatever is no code has a suffix that the packages take along."""
    taken = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    suffixes = {
        path.suffix
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert set() == {f"*{suffix}" for suffix in suffixes - {".py", ".md"}} - set(taken["*"])


def test_the_watcher_asks_where_the_site_is() -> None:
    """Also when the port is another."""
    (command,) = re.findall(r'^HEALTHCHECK .*CMD \["python", "-c", "(.+)"\]$', CONTAINER, re.MULTILINE)

    assert "SFAT_HTTP_PORT" in command
    compile(command.replace('\\"', '"'), "HEALTHCHECK", "exec")


def test_two_processes_are_started_together() -> None:
    """The image of the container file, twice, with a database that is there before them and longer than they."""
    sfat, postgres = TOGETHER["services"]["sfat"], TOGETHER["services"]["postgres"]

    assert (2, "deploy/Dockerfile") == (sfat["deploy"]["replicas"], sfat["build"]["dockerfile"])
    assert "service_healthy" == sfat["depends_on"]["postgres"]["condition"]
    assert "postgres" in TOGETHER["volumes"] and "postgres:/var/lib/postgresql/data" in postgres["volumes"]


def test_they_have_time_to_end_in_order() -> None:
    """Longer than a stop takes with a poll open and messages in flight."""
    assert "30s" == TOGETHER["services"]["sfat"]["stop_grace_period"]


def test_no_secret_stands_in_the_compose_file() -> None:
    """They come from files that git and the image leave alone."""
    files = [one["file"] for one in TOGETHER["secrets"].values()] + [TOGETHER["services"]["sfat"]["env_file"]]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()

    assert [] == [name for name in files if name not in ignored and f"*.{name.rsplit('.', 1)[1]}" not in ignored]
    assert "SFAT_DATABASE_URL_FILE" in TOGETHER["services"]["sfat"]["environment"]
