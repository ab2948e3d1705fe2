"""`sfat run` from outside: what it says, what it ends with, when it is ready."""

import asyncio
import socket
from pathlib import Path

import httpx
import pytest

from tests.cli.shell import Shell
from tests.fakes.telegram import FakeTelegram
from tests.faults.running import ends, running

TOKEN, NOBODY = "123456:a-token-a-token-a-token-a-token-a-token", "http://127.0.0.1:9"


def settings(fake: FakeTelegram, **more: str) -> dict[str, str]:
    """The settings that lead to a fake Telegram."""
    return {"SFAT_TELEGRAM_TOKEN": fake.token, "SFAT_TELEGRAM_API_URL": fake.url, **more}


async def test_it_is_ready_and_ends_with_0(tmp_path: Path) -> None:
    """With a platform reached it answers ready, and SIGTERM ends it with 0."""
    async with FakeTelegram() as fake, running(tmp_path, tmp_path / "log", **settings(fake)) as sfat:
        async with httpx.AsyncClient(base_url=sfat.address) as client:
            live, ready, chat = [
                (await client.get(path)).status_code for path in ("/health/live", "/health/ready", "/chat")
            ]
        code = await sfat.stop()

    assert (200, 200, 404, 0) == (live, ready, chat, code)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"SFAT_TELEGRAM_TOKEN": "123456:wrong-token-wrong-token-wrong-token-1"}, "token"),
        ({"SFAT_TELEGRAM_API_URL": "http://127.0.0.1:9"}, "127.0.0.1:9"),
        ({"SFAT_TELEGRAM_MODE": "webhook", "SFAT_PUBLIC_URL": "https://sfat.example.ro:8080"}, "SFAT_PUBLIC_URL"),
        ({"SFAT_TIMEZONE": "Timișoara"}, "SFAT_TIMEZONE"),
    ],
)
async def test_a_fault_found_at_start_ends_it_with_1(tmp_path: Path, chosen: dict[str, str], sentence: str) -> None:
    """One sentence on standard error and nothing else: no stack trace, nothing left open, no token."""
    async with FakeTelegram() as fake:
        code, said = await ends(tmp_path, **{**settings(fake), **chosen})

    assert (1, 1) == (code, len(said.splitlines()))
    assert sentence in said
    assert "wrong-token" not in said


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"SFAT_HTTP_PORT": "port"}, "SFAT_HTTP_PORT"),
        ({"SFAT_TELEGRAM_MODE": "webhook"}, "SFAT_PUBLIC_URL"),
        ({"SFAT_TELEGRAM_MODE": "webhook", "SFAT_PUBLIC_URL": "http://sfat.example.ro"}, "SFAT_PUBLIC_URL"),
        ({"SFAT_HTTP_HOST": "192.0.2.1"}, "SFAT_HTTP_HOST"),
        ({"SFAT_HTTP_HOST": "no host"}, "SFAT_HTTP_HOST"),
        ({"SFAT_TIMEZONE": "Timișoara"}, "SFAT_TIMEZONE"),
        ({"SFAT_DATABASE_URL": "postgresql://127.0.0.1:9/none"}, "SFAT_SECRET_KEY"),
        ({"SFAT_DATABASE_URL": "sqlite:////proc/none/sfat.db"}, "sfat:"),
    ],
)
def test_a_fault_of_the_settings_is_one_sentence(
    shell: Shell, caplog: pytest.LogCaptureFixture, chosen: dict[str, str], sentence: str
) -> None:
    """What is found before anything was asked, nothing logged beside it; nobody is there who could be asked."""
    anywhere = {"SFAT_HTTP_PORT": "0", "SFAT_TELEGRAM_TOKEN": TOKEN, "SFAT_TELEGRAM_API_URL": NOBODY}
    told = shell.sfat("run", **{**anywhere, **chosen})

    assert (1, "", 1) == (told.code, told.out, len(told.err.splitlines()))
    assert sentence in told.err
    assert [] == caplog.messages


async def test_it_is_brought_updates(tmp_path: Path) -> None:
    """In webhook mode: set at the start, ready, answered through the site, and left set at the end."""
    address = {"SFAT_TELEGRAM_MODE": "webhook", "SFAT_PUBLIC_URL": "https://sfat.example.ro"}
    async with FakeTelegram() as fake, running(tmp_path, tmp_path / "log", **settings(fake, **address)) as sfat:
        fake.leads("https://sfat.example.ro", sfat.address)
        ana = fake.user(11, "Ana Pop", language_code="en")
        ana.start()
        await fake.until(lambda: ana.chat, 10)
        async with httpx.AsyncClient(base_url=sfat.address) as client:
            ready = await client.get("/health/ready")
            strange = await client.post("/telegram/webhook", json={"update_id": 1})
        code = await sfat.stop()

    assert (200, 403, 0, [], []) == (ready.status_code, strange.status_code, code, fake.pending, fake.violations)
    assert "https://sfat.example.ro/telegram/webhook" == fake.webhook.url
    assert fake.webhook.secret and fake.webhook.secret not in (tmp_path / "log").read_text()


async def test_plain_http_is_for_servers_of_ones_own(tmp_path: Path, free_port: int) -> None:
    """A Bot API server on this machine brings updates to this machine."""
    root = f"http://127.0.0.1:{free_port}"
    address = {"SFAT_TELEGRAM_MODE": "webhook", "SFAT_PUBLIC_URL": root, "SFAT_HTTP_PORT": str(free_port)}
    async with FakeTelegram(local=True) as fake, running(tmp_path, tmp_path / "log", **settings(fake, **address)):
        fake.user(11, "Ana Pop").start()
        await fake.until(lambda: not fake.pending, 10)

    assert {200} == {one.status for one in fake.posted}


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


async def test_a_port_in_use(tmp_path: Path) -> None:
    """It says which port, and how to go on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with FakeTelegram() as fake:
            code, said = await ends(tmp_path, **settings(fake, SFAT_HTTP_PORT=port))

    assert 1 == code
    assert port in said


async def test_a_token_revoked_later(tmp_path: Path) -> None:
    """It goes on running, says so once, and is not ready."""
    async with FakeTelegram() as fake, running(tmp_path, tmp_path / "log", **settings(fake)) as sfat:
        fake.revoke()
        async with httpx.AsyncClient(base_url=sfat.address) as client:
            for _ in range(100):
                ready = await client.get("/health/ready")
                if ready.status_code == 503:
                    break
                await asyncio.sleep(0.1)

    assert 503 == ready.status_code
    assert fake.token not in ready.text + (tmp_path / "log").read_text()
