"""`sfat run` with a Slack app, from outside."""

import asyncio
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.shell import Shell
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack
from tests.faults.running import ROOT, ends, running

SOCKET, HTTP = "socket", "http"


def settings(slack: FakeSlack, mode: str = SOCKET, **more: str) -> dict[str, str]:
    """The settings that lead to the stand-in."""
    way = {
        SOCKET: {"SFAT_SLACK_APP_TOKEN": slack.app_token},
        HTTP: {"SFAT_SLACK_SIGNING_SECRET": slack.signing_secret, "SFAT_SLACK_MODE": HTTP},
    }
    tokens = {"SFAT_SLACK_BOT_TOKEN": slack.token, "SFAT_SLACK_API_URL": slack.base_url, "SFAT_LANGUAGE": "en"}
    return {**tokens, **way[mode], "SFAT_LOG_LEVEL": "DEBUG", **more}


@pytest.mark.parametrize("mode", [SOCKET, HTTP])
async def test_a_stranger_says_hello(tmp_path: Path, mode: str) -> None:
    """Answered, ready, ended with 0; no log tells a token or what was said."""
    log = tmp_path / "log"
    async with FakeSlack() as slack, running(tmp_path, log, **settings(slack, mode)) as sfat:
        if mode == HTTP:
            slack.posts_to(f"{sfat.address}/slack/events")
            assert await slack.posts.verify()
        ana = slack.person("Ana Pop", locale="en-GB")
        said = await ana.says("my secret words")
        await slack.until(lambda: ana.chat, 10)
        async with httpx.AsyncClient(base_url=sfat.address) as client:
            ready = (await client.get("/health/ready")).status_code
            door = (await client.get("/slack/events")).status_code
        code = await sfat.stop()

    told = log.read_text(encoding="utf-8")
    assert (True, 200, 0, [], []) == (said.acknowledged, ready, code, slack.violations, slack.late)
    assert {SOCKET: 404, HTTP: 405}[mode] == door
    assert [] == [word for word in ("secret words", slack.token, slack.app_token, slack.signing_secret) if word in told]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"SFAT_SLACK_BOT_TOKEN": "xoxb-wrong"}, "SFAT_SLACK_BOT_TOKEN"),
        ({"SFAT_SLACK_APP_TOKEN": "xapp-wrong"}, "SFAT_SLACK_APP_TOKEN"),
        ({"SFAT_SLACK_API_URL": "http://127.0.0.1:9/api/"}, "127.0.0.1:9"),
    ],
)
async def test_a_fault_found_at_start_ends_it_with_1(tmp_path: Path, chosen: dict[str, str], sentence: str) -> None:
    """One sentence that says which setting."""
    async with FakeSlack() as slack:
        code, said = await ends(tmp_path, **{**settings(slack), **chosen})

    assert (1, True) == (code, sentence in said), said
    assert [] == [word for word in ("Traceback", "xoxb-wrong", "xapp-wrong") if word in said]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"SFAT_SLACK_APP_TOKEN": ""}, "SFAT_SLACK_APP_TOKEN is needed"),
        ({"SFAT_SLACK_MODE": "http"}, "SFAT_SLACK_SIGNING_SECRET is needed"),
        ({"SFAT_SLACK_MODE": "rtm"}, "SFAT_SLACK_MODE"),
        ({"SFAT_SLACK_API_URL": "https://slack.com"}, "must end in /api/"),
        ({"SFAT_SLACK_RATE": "fast"}, "SFAT_SLACK_RATE"),
        ({"SFAT_SLACK_BOT_TOKEN": "", "SFAT_SLACK_BOT_TOKEN_FILE": "/nowhere/token"}, "/nowhere/token"),
    ],
)
def test_a_fault_of_the_settings_is_said_before_anybody_is_asked(
    shell: Shell, chosen: dict[str, str], sentence: str
) -> None:
    """One sentence that says which setting; nobody is there who could be asked."""
    away = {"SFAT_HTTP_PORT": "0", "SFAT_SLACK_API_URL": "http://127.0.0.1:9/api/"}
    told = shell.sfat("run", **{"SFAT_SLACK_BOT_TOKEN": TOKEN, "SFAT_SLACK_APP_TOKEN": APP_TOKEN, **away, **chosen})

    assert (1, True) == (told.code, sentence in told.err), told.err
    assert [] == [word for word in ("Traceback", TOKEN, APP_TOKEN) if word in told.err]


async def test_an_app_that_is_uninstalled_later(tmp_path: Path) -> None:
    """It goes on running, says so once, and is not ready."""
    log = tmp_path / "log"
    async with FakeSlack() as slack, running(tmp_path, log, **settings(slack)) as sfat:
        await slack.uninstalls()
        async with httpx.AsyncClient(base_url=sfat.address) as client:
            for _ in range(100):
                ready = await client.get("/health/ready")
                if ready.status_code == 503:
                    break
                await asyncio.sleep(0.1)

    assert 503 == ready.status_code
    assert 1 == log.read_text(encoding="utf-8").count("The Slack app was uninstalled")


async def test_nothing_of_slack_is_loaded_without_it() -> None:
    """It takes longer to load than everything else to start."""
    look = "import sys, bot.main, bot.cli.check; print([name for name in sys.modules if name.startswith('slack_')])"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    printed, _ = await asyncio.wait_for(process.communicate(), 20)

    assert b"[]" == printed.strip()
