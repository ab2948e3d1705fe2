"""Settings as people write them: `.env` from any editor, secrets in files, what is wrong said by line and by name."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, Unset, read_settings, secret_keys, unknown_names
from tests.cli.shell import Shell


def written(shell: Shell, content: str | bytes) -> Settings:
    """The settings, with `content` as `.env`."""
    (shell.folder / ".env").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_settings()


@pytest.mark.parametrize(
    "content",
    [
        "SFAT_TELEGRAM_TOKEN=123:abc#d",
        "\ufeffSFAT_TELEGRAM_TOKEN=123:abc#d\n",
        "# a comment\r\n\r\nSFAT_TELEGRAM_TOKEN=123:abc#d\r\nSFAT_LANGUAGE=en\r\n",
        'SFAT_TELEGRAM_TOKEN="123:abc#d"',
        "SFAT_TELEGRAM_TOKEN='123:abc#d' # mine",
        "export SFAT_TELEGRAM_TOKEN=123:abc#d",
        "  SFAT_TELEGRAM_TOKEN = 123:abc#d  ",
        "sfat_telegram_token=123:abc#d",
        "PATH=/elsewhere\nSFAT_TELEGRAM_TOKEN=123:abc#d",
    ],
)
def test_every_editor_will_do(shell: Shell, content: str) -> None:
    """A byte-order mark, line ends of Windows, quotes, spaces and comments change nothing."""
    assert "123:abc#d" == written(shell, content).telegram_token


def test_nothing_after_the_sign_means_the_default(shell: Shell) -> None:
    """In `.env` and in the environment; an empty host would be every network of this machine."""
    shell.monkeypatch.setenv("SFAT_HTTP_HOST", "")
    settings = written(shell, "SFAT_WEBCHAT=\nSFAT_HTTP_PORT=\nSFAT_HTTP_HOST=\n")

    assert ("off", 8080, "127.0.0.1") == (settings.webchat, settings.http_port, settings.http_host)


def test_the_environment_goes_before_the_file(shell: Shell) -> None:
    """As everywhere."""
    shell.monkeypatch.setenv("SFAT_LANGUAGE", "en")

    assert "en" == written(shell, "SFAT_LANGUAGE=ro").language


def test_a_secret_in_a_file_is_named_in_either_place(shell: Shell) -> None:
    """In `.env` too; the file may end with a line end, and begin with a mark."""
    (shell.folder / "token").write_bytes(b"\xef\xbb\xbf123:abc\r\n")

    assert "123:abc" == written(shell, "SFAT_TELEGRAM_TOKEN_FILE=token").telegram_token


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("SFAT_LANGUAGE=en\n\nSFAT_WEBCHAT: on\n", ".env:3: "),
        ("SFAT_WEBCHAT on", ".env:1: "),
        ("\nSFAT_WEBCHAT\n", ".env:2: "),
        ('SFAT_TELEGRAM_TOKEN="123:hidden\nSFAT_LANGUAGE=en\n', ".env:1: "),
        ("123:hidden", ".env:1: "),
        ("SFAT_WEBCHAT=on".encode("utf-16"), "UTF-8"),
        ("SFAT_PUBLIC_URL=https://hidden.timi\u015foara".encode("cp1250"), "UTF-8"),
        ("SFAT_TELEGRAM_TOKEN_FILE=nowhere", "SFAT_TELEGRAM_TOKEN_FILE"),
        ("SFAT_TELEGRAM_TOKEN_FILE=.", "SFAT_TELEGRAM_TOKEN_FILE"),
        (f"SFAT_TELEGRAM_TOKEN_FILE={os.devnull}", "SFAT_TELEGRAM_TOKEN_FILE"),
        ("SFAT_HTTP_PORT=99999", "SFAT_HTTP_PORT"),
        ("SFAT_PUBLIC_URL=lab.example.org", "SFAT_PUBLIC_URL"),
        ("SFAT_TELEGRAM_API_URL=http://", "SFAT_TELEGRAM_API_URL"),
    ],
)
def test_what_can_not_be_read_is_said(shell: Shell, content: str | bytes, sentence: str) -> None:
    """In one sentence, by line or by name; a secret is not repeated."""
    with pytest.raises(Unset) as refused:
        written(shell, content)

    assert (True, False) == (sentence in str(refused.value), "hidden" in str(refused.value))


ADDRESS = "the address must be whole, with the scheme http or https"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SFAT_HTTP_PORT", "port", "'port' is not a whole number from 0 to 65535"),
        ("SFAT_HTTP_PORT", "80.5", "'80.5' is not a whole number from 0 to 65535"),
        ("SFAT_HTTP_PORT", "65536", "'65536' is not a whole number from 0 to 65535"),
        ("SFAT_HTTP_PORT", "-1", "'-1' is not a whole number from 0 to 65535"),
        ("SFAT_HTTP_PORT", "9" * 5000, f"'{'9' * 59}…' is not a whole number from 0 to 65535"),
        ("SFAT_SLACK_RATE", "fast", "'fast' is not a number above 0, up to 1000"),
        ("SFAT_TELEGRAM_RATE", "0", "'0' is not a number above 0, up to 1000"),
        ("SFAT_LANGUAGE", "de", "'de' is none of these values: ro, en"),
        ("SFAT_LOG_LEVEL", "loud", "'loud' is none of these values: DEBUG, INFO, WARNING, ERROR"),
        ("SFAT_TELEGRAM_API_URL", "ftp://x", f"{ADDRESS}, and 'ftp://x' is not; for example https://api.telegram.org"),
        ("SFAT_SLACK_API_URL", "slack", f"{ADDRESS}, and 'slack' is not; for example https://slack.com/api/"),
        ("SFAT_PUBLIC_URL", "ftp://me:hidden@x", f"{ADDRESS}; for example https://lab.example.org"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(shell: Shell, name: str, value: str, sentence: str) -> None:
    """The setting, what stands there, and what may."""
    told = shell.sfat("migrate", **{name: value})

    assert (1, f"sfat: {name}: {sentence}\n") == (told.code, told.err)


def test_a_secret_that_is_given_twice(shell: Shell) -> None:
    """Nobody can say which is meant; none of them is repeated."""
    (shell.folder / "token").write_text("123:hidden")
    told = shell.sfat("migrate", SFAT_TELEGRAM_TOKEN="123:abc", SFAT_TELEGRAM_TOKEN_FILE="token")

    sentence = "SFAT_TELEGRAM_TOKEN_FILE: SFAT_TELEGRAM_TOKEN is set as well; take one of the two away"
    assert (1, f"sfat: {sentence}\n") == (told.code, told.err)


def test_all_that_is_wrong_is_told_at_once(shell: Shell) -> None:
    """A line each, so that one start is enough to mend them."""
    told = shell.sfat("run", SFAT_HTTP_PORT="port", SFAT_LANGUAGE="de", SFAT_TELEGRAM_TOKEN_FILE="nowhere")

    names = [line.split(": ")[:2] for line in told.err.splitlines()]
    assert [["sfat", f"SFAT_{name}"] for name in ("TELEGRAM_TOKEN_FILE", "HTTP_PORT", "LANGUAGE")] == names


def test_a_command_says_it_alone(shell: Shell) -> None:
    """No library adds a line of its own."""
    (shell.folder / ".env").write_text("SFAT_WEBCHAT on\n")

    environment = {name: value for name, value in os.environ.items() if not name.startswith("SFAT_")}
    told = subprocess.run(
        [sys.executable, "-m", "bot", "export", "people"],
        cwd=shell.folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (1, "", 1) == (told.returncode, told.stdout, len(told.stderr.splitlines()))


@pytest.mark.parametrize("name", ["SFAT_TELEGRAM_TOKN", "sfat_langage", "SFAT-WEBCHAT", "export SFAT_HTTP_PROT"])
def test_a_misspelt_name_in_the_file_is_found(shell: Shell, name: str) -> None:
    """However it is written."""
    written(shell, f"{name}=1\nSFAT_LANGUAGE=en\nPATH=/elsewhere\n")

    assert [name.removeprefix("export ").upper()] == unknown_names()


def test_a_key_is_made_once_for_its_owner_only(shell: Shell) -> None:
    """It stays the same, and nobody else may read it."""
    first = secret_keys(read_settings())

    assert (first, 0o600) == (secret_keys(read_settings()), stat.S_IMODE(Path("data/secret.key").stat().st_mode))


def test_a_key_that_is_no_key_is_refused(shell: Shell) -> None:
    """A comma alone holds none."""
    shell.monkeypatch.setenv("SFAT_SECRET_KEY", " , ")

    with pytest.raises(Unset, match="SFAT_SECRET_KEY holds no key"):
        secret_keys(read_settings())


def test_a_key_that_was_lost_is_not_made_anew(shell: Shell) -> None:
    """A new one would close every link that was given out."""
    Path("data").mkdir()
    Path("data/secret.key").touch()

    with pytest.raises(Unset, match=r"data/secret\.key is empty"):
        secret_keys(read_settings())


def test_a_key_needs_a_folder(shell: Shell) -> None:
    """Where none can be made, another is to be named."""
    Path("data").touch()

    with pytest.raises(Unset, match="SFAT_DATA_DIR"):
        secret_keys(read_settings())
