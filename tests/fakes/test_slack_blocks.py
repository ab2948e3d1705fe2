"""Block Kit as the fake Slack takes and refuses it: each limit, and what stands just at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, SlackError
from tests.fakes.slack_blocks import judge_blocks
from tests.fakes.slack_kit import (
    URL,
    actions,
    button,
    confirm,
    context,
    field,
    fields,
    header,
    menu,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)
from tests.fakes.slack_view import judged

Json = dict[str, Any]
Make = Callable[[int], Any]

# what, how to make it so long, the most characters, and where the complaint points
LENGTHS: list[tuple[str, Make, int, str]] = [
    ("section", lambda n: [section(n)], 3000, "/blocks/0/text/text"),
    ("field", lambda n: [fields(mrkdwn(n))], 2000, "/blocks/0/fields/0/text"),
    ("header", lambda n: [header(n)], 150, "/blocks/0/text/text"),
    ("context", lambda n: [context(mrkdwn(n))], 3000, "/blocks/0/elements/0/text"),
    ("button", lambda n: [actions(button(text="x" * n))], 75, "/blocks/0/elements/0/text/text"),
    ("value", lambda n: [actions(button(value="x" * n))], 2000, "/blocks/0/elements/0/value"),
    ("url", lambda n: [actions(button(url=URL + "x" * (n - len(URL))))], 3000, "/blocks/0/elements/0/url"),
    ("action_id", lambda n: [actions(button("x" * n))], 255, "/blocks/0/elements/0/action_id"),
    ("block_id", lambda n: [section(block_id="x" * n)], 255, "/blocks/0/block_id"),
    ("option", lambda n: [menu(option("x" * n))], 75, "/blocks/0/elements/0/options/0/text/text"),
    ("option's value", lambda n: [menu(option(value="x" * n))], 150, "/blocks/0/elements/0/options/0/value"),
    ("placeholder", lambda n: [menu(option(), placeholder=plain(n))], 150, "/blocks/0/elements/0/placeholder/text"),
    ("confirm title", lambda n: [confirm(title=n)], 100, "/blocks/0/elements/0/confirm/title/text"),
    ("confirm text", lambda n: [confirm(text=n)], 300, "/blocks/0/elements/0/confirm/text/text"),
    ("confirm button", lambda n: [confirm(yes=n)], 30, "/blocks/0/elements/0/confirm/confirm/text"),
    ("label", lambda n: [field(label="x" * n)], 2000, "/blocks/0/label/text"),
    ("hint", lambda n: [field(hint=plain(n))], 2000, "/blocks/0/hint/text"),
    ("input's placeholder", lambda n: [field(placeholder=plain(n))], 150, "/blocks/0/element/placeholder/text"),
    ("initial value", lambda n: [field(max_length=5, initial_value="x" * n)], 5, "/blocks/0/element/initial_value"),
    ("alt_text", lambda n: [{"type": "image", "image_url": URL, "alt_text": "x" * n}], 2000, "/blocks/0/alt_text"),
]
# what, how to make so many, the most items, and where the complaint points
COUNTS: list[tuple[str, Make, int, str]] = [
    ("blocks", lambda n: [section()] * n, 50, "/blocks"),
    ("fields", lambda n: [fields(*[mrkdwn()] * n)], 10, "/blocks/0/fields"),
    ("context", lambda n: [context(*[mrkdwn()] * n)], 10, "/blocks/0/elements"),
    ("actions", lambda n: [actions(*(button(str(i)) for i in range(n)))], 25, "/blocks/0/elements"),
    ("options", lambda n: [menu(*[option()] * n)], 100, "/blocks/0/elements/0/options"),
    ("overflow", lambda n: [menu(*[option()] * n, kind="overflow")], 5, "/blocks/0/elements/0/options"),
    ("checkboxes", lambda n: [menu(*[option()] * n, kind="checkboxes")], 10, "/blocks/0/elements/0/options"),
    ("radio buttons", lambda n: [menu(*[option()] * n, kind="radio_buttons")], 10, "/blocks/0/elements/0/options"),
]
LIMITS = [
    *((name, make, most, f"must be less than {most + 1} characters", at) for name, make, most, at in LENGTHS),
    *((f"{name}, items", make, most, f"no more than {most} items allowed", at) for name, make, most, at in COUNTS),
]
# one block, and the complaint
ODD: list[tuple[Json, str]] = [
    (section(0), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (header(76, "😀"), "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    (
        {"type": "header", "text": mrkdwn()},
        "must be a valid enum value: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    (actions(button(url="javascript:alert(1)")), "invalid url [json-pointer:/blocks/0/elements/0/url]"),
    (
        actions(button(style="default")),
        "must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (actions(button(disabled=True)), "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"),
    (
        actions(button("a"), button("a")),
        'action_id "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        menu(option(), initial_option=option("y")),
        "initial option is not one of the options [json-pointer:/blocks/0/elements/0]",
    ),
    ({"type": "image", "image_url": URL}, "missing required field: alt_text [json-pointer:/blocks/0]"),
    (field(max_length=3001), "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]"),
    (
        {"type": "markdown", "text": "x" * 12_001},
        "markdown blocks may hold no more than 12000 characters together [json-pointer:/blocks]",
    ),
    ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    ({"type": "table"}, "unsupported type: table [json-pointer:/blocks/0/type]"),
    (
        section(accessory={"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    (
        actions({"type": "datepicker", "initial_date": "21.11.2026"}),
        "invalid format [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
]


@pytest.mark.parametrize(("name", "make", "most", "why", "at"), LIMITS, ids=[limit[0] for limit in LIMITS])
async def test_a_block_kit_limit(
    slack: FakeSlack, client: AsyncWebClient, name: str, make: Make, most: int, why: str, at: str
) -> None:
    """What is just allowed is posted; one more is invalid_blocks with the place of the fault, and posts nothing."""
    channel = slack.channel("general")
    await client.chat_postMessage(channel=channel.id, text="x", blocks=make(most))
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel.id, text="x", blocks=make(most + 1))
    complaint = f"[ERROR] {why} [json-pointer:{at}]"
    assert ("invalid_blocks", 1) == (refused.value.response["error"], len(channel.chat))
    assert complaint in refused.value.response["response_metadata"]["messages"]
    assert [f"chat.postMessage was wrong: invalid_blocks: {complaint}"] == slack.violations


@pytest.mark.parametrize(("block", "why"), ODD)
def test_an_odd_block_is_refused(block: Json, why: str) -> None:
    """What is wrong in another way than by its length is told with its place."""
    assert f"[ERROR] {why}" in judge_blocks([block], 50).problems


def test_ids_are_unique_in_the_whole_message() -> None:
    """Slack wants action_ids unique in their block; this house, in their message, so that presses can be told apart."""
    blocks = [actions(button("a")), actions(button("a")), section(block_id="b"), section(block_id="b")]
    assert [
        '[ERROR] action_id "a" already exists [json-pointer:/blocks/1/elements/0/action_id]',
        '[ERROR] block_id "b" already exists [json-pointer:/blocks/3/block_id]',
    ] == judge_blocks(blocks, 50).problems


VIEWS: list[tuple[str, Make, int, str]] = [
    ("title", lambda n: modal(title=plain(n)), 24, "/view/title/text"),
    ("submit", lambda n: modal(submit=plain(n)), 24, "/view/submit/text"),
    ("close", lambda n: modal(close=plain(n)), 24, "/view/close/text"),
    ("private_metadata", lambda n: modal(private_metadata="x" * n), 3000, "/view/private_metadata"),
    ("callback_id", lambda n: modal(callback_id="x" * n), 255, "/view/callback_id"),
    ("external_id", lambda n: modal(external_id="x" * n), 255, "/view/external_id"),
    ("section", lambda n: modal(section(n)), 3000, "/view/blocks/0/text/text"),
]


@pytest.mark.parametrize(("name", "make", "most", "at"), VIEWS, ids=[view[0] for view in VIEWS])
def test_a_limit_of_views(name: str, make: Make, most: int, at: str) -> None:
    """What is just allowed is a view; one more is invalid_arguments, and our fault."""
    assert make(most) == judged(make(most), "modal")
    with pytest.raises(SlackError) as refused:
        judged(make(most + 1), "modal")
    assert ("invalid_arguments", True) == (refused.value.error, refused.value.blame)
    assert (f"[ERROR] must be less than {most + 1} characters [json-pointer:{at}]",) == refused.value.messages


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(field(), submit=None), "missing required field: submit [json-pointer:/view]"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        ({"type": "home", "blocks": []}, "must be a valid enum value: modal [json-pointer:/view/type]"),
        (modal(shape="round"), "invalid additional property: shape [json-pointer:/view]"),
        (modal(field("a"), field("a")), 'block_id "a" already exists [json-pointer:/view/blocks/1/block_id]'),
    ],
)
def test_an_odd_view_is_refused(view: Json, why: str) -> None:
    """What is wrong in another way than by its length is told with its place; 100 blocks are no fault."""
    with pytest.raises(SlackError) as refused:
        judged(view, "modal")
    assert f"[ERROR] {why}" in refused.value.messages
    assert judged(modal(*[section()] * 100), "modal")


leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
kinds = st.sampled_from(
    ["section", "header", "actions", "context", "input", "image", "button", "static_select", "mrkdwn"]
)
names = st.sampled_from(
    ["type", "text", "elements", "element", "options", "option_groups", "label", "accessory", "confirm"]
)
trees = st.recursive(leaves | kinds, lambda tree: st.lists(tree, max_size=2) | st.dictionaries(names, tree, max_size=3))
objects = st.builds(lambda kind, rest: {**rest, "type": kind}, kinds, st.dictionaries(names, trees, max_size=3))


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # trees of JSON take their time on a busy machine
@given(st.lists(objects, max_size=2))
def test_nothing_that_is_json_breaks_the_judge(blocks: list[Json]) -> None:
    """Any list of objects is judged, whatever is in it, and every complaint names its place."""
    assert all("[json-pointer:/blocks" in problem for problem in judge_blocks(blocks, 50).problems)
