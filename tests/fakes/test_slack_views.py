"""Modals and App Home: triggers, hashes, the stack, forms, and what the answer to a submission does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack_apps import socket_app
from tests.fakes.slack_kit import actions, button, field, menu, modal, option, section

Json = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(echo=False) as server:
        yield server


@pytest.fixture
def ana(slack: FakeSlack) -> Person:
    return slack.person("Ana Pop")


@pytest.fixture
async def app(slack: FakeSlack) -> AsyncIterator[AsyncApp]:
    """The real bolt on one real socket, with nothing to say yet."""
    async with socket_app(slack) as bolt:
        yield bolt


def trigger(slack: FakeSlack, ana: Person) -> str:
    return slack.hub.views.trigger(ana.id)


async def refused(call: Awaitable[Any]) -> str:
    """The word with which a call is refused."""
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


async def test_a_trigger_opens_one_modal(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """Used twice, or made up, it is our fault."""
    first = trigger(slack, ana)
    await client.views_open(trigger_id=first, view=modal(title={"type": "plain_text", "text": "Form"}))
    assert ana.modal is not None
    assert ("Form", "x") == (ana.modal.title, ana.modal.plain)
    again = await refused(client.views_open(trigger_id=first, view=modal()))
    invented = await refused(client.views_open(trigger_id="1.2.3", view=modal()))
    assert ("exchanged_trigger_id", "invalid_trigger_id", 2) == (again, invented, len(slack.violations))


@pytest.mark.parametrize(("seconds", "opens"), [(2.9, True), (3.1, False)])
async def test_a_trigger_lives_three_seconds(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, seconds: float, opens: bool
) -> None:
    """Later it is expired_trigger_id, which is nobody's fault."""
    old = trigger(slack, ana)
    slack.passes(seconds)
    if opens:
        await client.views_open(trigger_id=old, view=modal())
    else:
        assert "expired_trigger_id" == await refused(client.views_open(trigger_id=old, view=modal()))
    assert (opens, []) == (ana.modal is not None, slack.violations)


async def test_the_stack_holds_three(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """Two can be pushed on the first; the fourth is refused, and so is a push on nothing."""
    lonely = await refused(client.views_push(trigger_id=trigger(slack, ana), view=modal()))
    await client.views_open(trigger_id=trigger(slack, ana), view=modal())
    for _ in range(2):
        await client.views_push(trigger_id=trigger(slack, ana), view=modal())
    full = await refused(client.views_push(trigger_id=trigger(slack, ana), view=modal()))
    assert ("not_found", "push_limit_reached", 3) == (lonely, full, len(ana.stack))
    assert [None, ana.stack[0].id, ana.stack[1].id] == [view.previous for view in ana.stack]


async def test_a_hash_guards_a_view(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """An update with the hash of before is refused; one without a hash is not."""
    view = (await client.views_open(trigger_id=trigger(slack, ana), view=modal()))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section(2)))
    old = await refused(client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section(3))))
    assert ("hash_conflict", "xx", []) == (old, ana.modal and ana.modal.plain, slack.violations)


async def test_a_view_that_is_gone_is_not_updated(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """A closed one is bad luck, one that never was is our fault; an external id finds its view and is unique."""
    view = (await client.views_open(trigger_id=trigger(slack, ana), view=modal(external_id="e")))["view"]
    await client.views_update(external_id="e", view=modal(section(2), external_id="e"))
    twice = await refused(client.views_publish(user_id=ana.id, view={"type": "home", "blocks": [], "external_id": "e"}))
    ana.closes()
    gone = await refused(client.views_update(view_id=view["id"], view=modal()))
    never = await refused(client.views_update(view_id="V0NOTHING", view=modal()))
    assert ("duplicate_external_id", "not_found", "not_found", 2) == (twice, gone, never, len(slack.violations))


async def test_a_home_is_published_and_pressed(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, app: AsyncApp
) -> None:
    """Opening it tells the app; a press in it comes with the view and without a channel."""
    seen: list[Json] = []

    @app.event("app_home_opened")
    async def opened(event: Json) -> None:
        seen.append(event)

    @app.action("a")
    async def pressed(ack: Ack, body: Json) -> None:
        seen.append(body)
        await ack()

    await ana.opens_home()
    await client.views_publish(
        user_id=ana.id, view={"type": "home", "blocks": [actions(button(text="Yes", value="1"))]}
    )
    assert (await ana.presses("Yes")).acknowledged
    assert ("home", "view", "1") == (seen[0]["tab"], seen[1]["container"]["type"], seen[1]["actions"][0]["value"])
    assert ("home", False, False) == (seen[1]["view"]["type"], "channel" in seen[1], "response_url" in seen[1])


ANSWERS: list[tuple[Json, list[str]]] = [
    ({}, []),
    ({"response_action": "clear"}, []),
    ({"response_action": "errors", "errors": {"name": "No."}}, ["x"]),
    ({"response_action": "update", "view": modal(section(2))}, ["xx"]),
    ({"response_action": "push", "view": modal(section(2))}, ["x", "xx"]),
]


@pytest.mark.parametrize(("answer", "stack"), ANSWERS)
async def test_the_answer_to_a_submission_is_obeyed(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, app: AsyncApp, answer: Json, stack: list[str]
) -> None:
    """Nothing closes the modal; errors stay at their fields; update, push and clear do what they say."""
    seen: list[Json] = []

    @app.view("form")
    async def submitted(ack: Ack, view: Json) -> None:
        seen.append(view["state"]["values"])
        await ack(**answer)

    view = modal(field(), field("day", "Day", type="datepicker", optional=True), callback_id="form")
    await client.views_open(trigger_id=trigger(slack, ana), view=view)
    await ana.submits(name="Ana")
    assert {
        "name": {"name-value": {"type": "plain_text_input", "value": "Ana"}},
        "day": {"day-value": {"type": "datepicker", "selected_date": None}},
    } == seen[0]
    shown = [one.plain.replace("Name\nDay", "x") for one in ana.stack]
    assert (stack, [], []) == (shown, ana.errors, slack.violations)
    assert answer.get("errors", {}) == (ana.modal.errors if ana.modal else {})


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nobody": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal(section(3001))},
        {"response_action": "explode"},
    ],
)
async def test_a_wrong_answer_to_a_submission_is_our_fault(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, app: AsyncApp, answer: Json
) -> None:
    """The person is told to try again, the modal stays, and it is written down."""

    @app.view("form")
    async def submitted(ack: Ack) -> None:
        await ack(answer)

    await client.views_open(trigger_id=trigger(slack, ana), view=modal(field(), callback_id="form"))
    await ana.submits({"Name": "Ana"})
    assert (1, 1, 1) == (len(ana.errors), len(slack.violations), len(ana.stack))


async def test_the_client_refuses_first(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """What a field does not take, and a form that is not complete, never leaves the client."""
    view = modal(field(max_length=3), field("mail", "Mail", type="email_text_input"))
    await client.views_open(trigger_id=trigger(slack, ana), view=view)
    for wrong in ({"name": "four"}, {"mail": "not an address"}):
        with pytest.raises(ValueError, match="the client"):
            ana.fills(wrong)
    with pytest.raises(RuntimeError, match="without 'Name'"):
        ana.submits(mail="a@b.ro")
    with pytest.raises(LookupError, match="no 'surname'"):
        ana.fills(surname="x")


async def test_typed_words_stay_while_the_ids_stay(slack: FakeSlack, client: AsyncWebClient, ana: Person) -> None:
    """After an update a field with the same ids still holds what was typed; one with new ids does not."""
    view_id = (await client.views_open(trigger_id=trigger(slack, ana), view=modal(field())))["view"]["id"]
    ana.fills(name="Ana")
    same = (await client.views_update(view_id=view_id, view=modal(section(), field())))["view"]
    new = (await client.views_update(view_id=view_id, view=modal(field("name2"))))["view"]
    assert ("Ana", {}) == (same["state"]["values"]["name"]["name-value"]["value"], new["state"]["values"])


async def test_a_choice_in_a_modal_is_an_action(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, app: AsyncApp
) -> None:
    """A menu outside of an input tells at once; the state holds the choice."""
    seen: list[Json] = []

    @app.action("menu")
    async def chosen(ack: Ack, body: Json) -> None:
        seen.append(body)
        await ack()

    view = modal(menu(option("One", "1"), option("Two", "2"), action_id="menu"))
    await client.views_open(trigger_id=trigger(slack, ana), view=view)
    await ana.chooses("menu", "Two")
    assert "2" == seen[0]["actions"][0]["selected_option"]["value"]
    assert seen[0]["view"]["id"] == seen[0]["container"]["view_id"]


async def test_closing_is_told_when_asked_for(
    slack: FakeSlack, client: AsyncWebClient, ana: Person, app: AsyncApp
) -> None:
    """view_closed comes only with notify_on_close, and says whether the whole stack went."""
    seen: list[bool] = []

    @app.view_closed("form")
    async def closed(ack: Ack, body: Json) -> None:
        seen.append(body["is_cleared"])
        await ack()

    await client.views_open(trigger_id=trigger(slack, ana), view=modal())
    assert ana.closes() is None
    await client.views_open(trigger_id=trigger(slack, ana), view=modal(callback_id="form", notify_on_close=True))
    told = ana.closes(everything=True)
    assert told is not None
    assert ((await told).acknowledged, [True], None) == (True, seen, ana.modal)
