"""mrkdwn as the fake Slack reads it: what is read, what acts, and that escaped text never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack_kit import section
from tests.fakes.slack_text import Reading, escape, read, typed

NAMES = {"U1": "Ana Pop", "C1": "general"}


def reading(text: str, **how: bool) -> Reading:
    return read(text, lambda some_id: NAMES.get(some_id, some_id), **how)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("&quot;", "&quot;"),
        ("*bold* _slanted_ ~gone~ `code`", "bold slanted gone code"),
        ("```\n*as it is*\n```", "*as it is*"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("<@U1> in <#C1>", "@Ana Pop in #general"),
        ("<!channel> <!here> <!everyone>", "@channel @here @everyone"),
        ("<https://example.com|the page>", "the page"),
        ("<https://example.com>", "https://example.com"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
        ("<nothing>", "<nothing>"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_a_person_reads(text: str, plain: str) -> None:
    """Entities and marks are gone, names and labels stand in their places."""
    assert plain == reading(text).plain


@pytest.mark.parametrize(
    ("text", "mentions", "broadcasts", "links"),
    [
        ("<@U1>", ("U1",), (), ()),
        ("<@U1|ana>", ("U1",), (), ()),
        ("<#C1>", ("C1",), (), ()),
        ("<!channel>", (), ("channel",), ()),
        ("<!subteam^S1|@all>", (), ("subteam^S1",), ()),
        ("<https://evil.example|https://good.example>", (), (), (("https://evil.example", "https://good.example"),)),
        ("see https://example.com/a?b=1&amp;c", (), (), (("https://example.com/a?b=1&c",) * 2,)),
        ("&lt;!channel&gt; &lt;@U1&gt; &lt;https:x|y&gt;", (), (), ()),
        ("@channel @here", (), (), ()),
    ],
)
def test_what_acts(
    text: str, mentions: tuple[str, ...], broadcasts: tuple[str, ...], links: tuple[tuple[str, str], ...]
) -> None:
    """Only what stands between bare brackets calls anybody; a bare address is a link."""
    read_so = reading(text)
    assert (mentions, broadcasts, links) == (read_so.mentions, read_so.broadcasts, read_so.links)


def test_link_names_wakes_everybody() -> None:
    """With link_names a plain @channel acts, so nobody should ask for it."""
    assert ("channel", "here") == reading("@channel and @here, not mail@here.ro", link_names=True).broadcasts


def test_verbatim_leaves_bare_addresses_alone() -> None:
    """`verbatim` makes no links of what only looks like one."""
    assert () == reading("https://example.com", verbatim=True).links


@settings(deadline=None)  # the machine may be busy with other tests
@given(st.text(alphabet=st.sampled_from("<>&!@#|^UC1 achnel\nș😀:/")))
def test_escaped_text_never_acts(text: str) -> None:
    """Whatever is in it, text with its three characters escaped calls nobody and leads nowhere."""
    read_so = reading(escape(text), verbatim=True)
    assert ((), (), (), text) == (read_so.mentions, read_so.broadcasts, read_so.links, read_so.plain)


def test_what_a_client_makes_of_typed_words() -> None:
    """Entities, mentions and addresses are written as the real client writes them."""
    words = "a<b @Ana Pop ana@example.ro https://x.ro/?a&b"
    assert "a&lt;b <@U1> <mailto:ana@example.ro|ana@example.ro> <https://x.ro/?a&amp;b>" == typed(
        words, {"Ana Pop": "U1"}
    )


async def test_blocks_are_read_and_the_fallback_text_still_acts() -> None:
    """Beside blocks nobody reads the text, but what acts in it is kept; plain_text never acts."""
    async with FakeSlack() as slack:
        client = AsyncWebClient(token=slack.token, base_url=slack.base_url)
        ana = slack.person("Ana Pop")
        blocks = [
            {"type": "header", "text": {"type": "plain_text", "text": "<!here>"}},
            section() | {"text": {"type": "mrkdwn", "text": f"*Hi* <@{ana.id}>"}},
        ]
        await client.chat_postMessage(channel=ana.id, text="<!channel>", blocks=blocks)
        message = ana.chat[0]
        assert ("<!here>\nHi @Ana Pop", (ana.id,), ("channel",)) == (
            message.plain,
            message.mentions,
            message.broadcasts,
        )
