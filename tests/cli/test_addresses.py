"""`SFAT_DATABASE_URL` as people write it: every command says in one sentence what can not be used, and what to do."""

import gzip
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import make_url

from bot.settings import Settings, Unset, read_settings
from tests import postgres
from tests.cli.shell import Shell

COMMANDS = ["run", "import", "export", "claim", "migrate", "backup", "restore", "replay"]
WORDS = {
    "import": ("import", "programme.yaml"),
    "export": ("export", "people"),
    "backup": ("backup", "new.gz"),
    "restore": ("restore", "old.gz"),
}
FILE_OR_SERVER = "sqlite:///PATH"


@pytest.fixture
def desk(shell: Shell, programme: Path) -> Shell:
    """A shell beside a programme and a backup, with nothing else to complain of."""
    (shell.folder / "programme.yaml").write_bytes(programme.read_bytes())
    with gzip.open(shell.folder / "old.gz", "wb") as backup:
        backup.write(b"{}\n")
    shell.monkeypatch.setenv("SFAT_SECRET_KEY", "a key for tests")
    shell.monkeypatch.setenv("SFAT_WEBCHAT", "on")
    shell.monkeypatch.setenv("SFAT_HTTP_PORT", "0")
    return shell


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://root:hidden@localhost/x", FILE_OR_SERVER),
        ("postgres://me:hidden@localhost/x", FILE_OR_SERVER),
        ("postgresql+psycopg://me:hidden@localhost/x", FILE_OR_SERVER),
        ("hidden garbage", FILE_OR_SERVER),
        ("sqlite:", FILE_OR_SERVER),
        ("sqlite:/hidden.db", FILE_OR_SERVER),
        ("sqlite://", "must be a file"),
        ("sqlite:///", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("sqlite:///file:hidden?mode=memory", "must be a file"),
        ("sqlite:////tmp/hidden/", "must be a file"),
        ("postgresql://me:hid@den@localhost/x", "%40"),
        ("postgresql://me:hidden@localhost:port/x", FILE_OR_SERVER),
    ],
)
def test_an_address_of_another_shape(desk: Shell, address: str, sentence: str) -> None:
    """Is refused before anything is touched, and never repeated: it may hold a password."""
    told = desk.sfat("export", "people", SFAT_DATABASE_URL=address)

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert told.err.startswith("sfat: SFAT_DATABASE_URL: ")
    assert (True, False) == (sentence in told.err, "hid" in told.err)


@pytest.mark.parametrize("command", [*COMMANDS, "demo"])
def test_every_command_refuses_it(desk: Shell, command: str) -> None:
    """With the same sentence; nothing is made."""
    told = desk.sfat(*WORDS.get(command, (command,)), SFAT_DATABASE_URL="mysql://x")

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert ["old.gz", "programme.yaml"] == sorted(path.name for path in desk.folder.iterdir())


@given(st.one_of(st.text(), st.text().map("postgresql://{}".format), st.text().map("sqlite:///{}".format)))
def test_what_is_taken_can_be_opened(address: str) -> None:
    """Whatever the settings let through is an address to SQLAlchemy as well, of a file or of PostgreSQL."""
    try:
        url = make_url(Settings(_env_file=None, database_url=address).address)  # type: ignore[call-arg]
    except ValidationError:
        return
    assert url.drivername in {"sqlite", "postgresql"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_in_the_place_of_the_file(desk: Shell, command: str) -> None:
    """It is named, and what to write instead."""
    told = desk.sfat(*WORDS.get(command, (command,)), SFAT_DATABASE_URL=f"sqlite:///{desk.folder}")

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert f"{desk.folder} is a folder" in told.err
    assert "SFAT_DATABASE_URL" in told.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_where_its_folder_should_be(desk: Shell, command: str) -> None:
    """The folder can neither be there nor be made."""
    taken = desk.folder / "old.gz"
    told = desk.sfat(*WORDS.get(command, (command,)), SFAT_DATABASE_URL=f"sqlite:///{taken}/sfat.db")

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert f"{taken} is no folder" in told.err
    assert "SFAT_DATABASE_URL" in told.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_is_not_there(desk: Shell, command: str) -> None:
    """Host and port are to be checked, and whether it runs."""
    told = desk.sfat(*WORDS.get(command, (command,)), SFAT_DATABASE_URL="postgresql://127.0.0.1:9/x")

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert "can not be reached" in told.err
    assert "SFAT_DATABASE_URL" in told.err


@pytest.mark.parametrize("command", ["run", "export"])
@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [("nosuch", None, "make it on the server"), ("postgres", "hidden", "check user and password")],
)
def test_a_server_that_refuses(
    desk: Shell,
    postgres_server: postgres.Server | None,
    command: str,
    name: str,
    password: str | None,
    sentence: str,
) -> None:
    """What it says is said, with what to check."""
    if postgres_server is None:
        postgres.unavailable()
    address = make_url(postgres_server.dsn).set(database=name, password=password)
    told = desk.sfat(*WORDS.get(command, (command,)), SFAT_DATABASE_URL=address.render_as_string(hide_password=False))

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert (True, False) == (sentence in told.err, "hidden" in told.err)


def test_a_secret_from_a_file_is_checked_as_well(desk: Shell) -> None:
    """An address is a secret, so it has a `_FILE` twin."""
    (desk.folder / "address").write_text("mysql://hidden\n")
    told = desk.sfat("migrate", SFAT_DATABASE_URL_FILE="address")

    assert (1, True) == (told.code, FILE_OR_SERVER in told.err)


def test_the_folder_is_for_its_owner_only(desk: Shell) -> None:
    """People's names and words are in it."""
    desk.sfat("migrate")

    assert 0o700 == stat.S_IMODE(Path("data").stat().st_mode)


def test_settings_alone_say_it_too(desk: Shell) -> None:
    """Before any command has begun."""
    desk.monkeypatch.setenv("SFAT_DATABASE_URL", "mysql://x")
    with pytest.raises(Unset, match="SFAT_DATABASE_URL"):
        read_settings()
