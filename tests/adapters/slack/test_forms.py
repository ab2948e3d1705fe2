"""Forms as modals: within every limit, and what was written comes back as it was."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack import forms
from bot.model.fitting import width
from bot.model.form import DrawnField, DrawnForm, Kind
from tests.fakes.slack_blocks import Element, completed, elements
from tests.fakes.slack_forms import values
from tests.fakes.slack_view import judged

NAME = DrawnField("name", "Your name", Kind.LINE)
STORY = DrawnField("story", "Tell us", Kind.PROSE, optional=True, limit=5000, hint="As long as you like")
ROLE = DrawnField("role", "Role", Kind.CHOICE, options=(("", "none"), ("host", "Host")))
DAY = DrawnField("day", "Day", Kind.DAY, value="17.02.2027")
FORM = DrawnForm("7", "Who are you?", (NAME, STORY, ROLE, DAY), "Send", "Leave")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=3200)
FIELDS = st.builds(
    DrawnField,
    st.just("name"),
    TEXTS,
    st.sampled_from(Kind),
    st.lists(st.tuples(st.text(max_size=160), TEXTS), max_size=120, unique_by=lambda option: option[0]).map(tuple),
    st.booleans(),
    st.integers(1, 10_000),
    TEXTS,
    TEXTS,
    TEXTS,
    st.lists(st.tuples(TEXTS, TEXTS), max_size=30).map(tuple),
)


def drawn(form: DrawnForm = FORM, stamp: str = "a") -> dict[str, Any]:
    return forms.modal(form, stamp)


def standing(view: dict[str, Any], **written: str) -> dict[str, Any]:
    """The view as Slack sends it with what was written: values by field."""
    blocks = completed(view["blocks"])
    found = list(elements(blocks))
    kept: dict[str, Any] = {}
    for one in found:
        name = one.element["action_id"].removeprefix("field:")
        if name in written:
            kept.setdefault(one.block["block_id"], {})[one.element["action_id"]] = _state(one, written[name])
    return {**view, "id": "V1", "hash": "h", "blocks": blocks, "state": {"values": values(found, kept)}}


def _state(one: Element, value: str) -> dict[str, Any]:
    if one.element["type"] == "static_select":
        chosen = next(option for option in one.element["options"] if option["value"] == f"={value}")
        return {"type": "static_select", "selected_option": chosen}
    return {"type": one.element["type"], "value": value}


def complained(name: str, complaint: str, *repairs: tuple[str, str]) -> DrawnForm:
    return replace(
        FORM,
        fields=tuple(
            replace(field, complaint=complaint, repairs=repairs) if field.name == name else field
            for field in FORM.fields
        ),
    )


@given(TEXTS, FIELDS)
def test_slack_takes_every_form(text: str, field: DrawnField) -> None:
    """Whatever is written in it."""
    view = drawn(DrawnForm("7", text, (field,), text, text))

    assert view == judged(view, "modal")


def test_what_stands_at_first() -> None:
    """Labels, hints, values; what may be left empty may be."""
    blocks = drawn()["blocks"]

    assert ["Your name", "Tell us", "Role", "Day"] == [block["label"]["text"] for block in blocks]
    assert [False, True, False, False] == [block["optional"] for block in blocks]
    assert [False, True, None, False] == [block["element"].get("multiline") for block in blocks]
    assert [200, 3000, None, 200] == [block["element"].get("max_length") for block in blocks]
    assert [None, None, None, "17.02.2027"] == [block["element"].get("initial_value") for block in blocks]
    assert ("As long as you like", "none") == (
        blocks[1]["hint"]["text"],
        blocks[2]["element"]["initial_option"]["text"]["text"],
    )


def test_a_long_title_stands_above_the_form() -> None:
    """Slack's own is 24 letters."""
    view = drawn(replace(FORM, title="What would you like to ask the organisers?"))

    assert ("What would you like to…", "What would you like to ask the organisers?") == (
        view["title"]["text"],
        view["blocks"][0]["text"]["text"],
    )


def test_what_was_written_comes_back() -> None:
    """By field; an option as its value, what was left empty as ""."""
    view = standing(drawn(), name="Ana\n<!channel>", role="host")

    assert {"name": "Ana\n<!channel>", "story": "", "role": "host", "day": "17.02.2027"} == forms.values(view)
    assert "" == forms.values(standing(drawn()))["role"]


def test_a_form_knows_its_key() -> None:
    """It comes back with the answers."""
    assert "7" == forms.key_of(drawn())


@pytest.mark.parametrize("view", [{"type": "home"}, {"type": "modal", "callback_id": "other"}])
def test_other_views(view: dict[str, Any]) -> None:
    """Are none of ours."""
    assert None is forms.key_of(view)


def test_a_complaint_stands_at_its_field() -> None:
    """By the block that stands there now."""
    view = standing(drawn(stamp="old"))

    assert {"0.old": "Too short."} == forms.errors(complained("name", "Too short."), view)


@pytest.mark.parametrize(
    "form",
    [FORM, complained("name", "Which one?", ("Ana Pop", "ana")), complained("name", "x")],
    ids=["none", "repairs", "gone"],
)
def test_what_must_be_drawn_anew(form: DrawnForm) -> None:
    """A form without complaints, one with repairs, and one whose field is not in the view."""
    shown = drawn(replace(FORM, fields=(STORY,))) if form.fields[0].complaint == "x" else drawn()

    assert None is forms.errors(form, standing(shown))


def test_repairs_are_buttons_below_the_complaint() -> None:
    """What does not fit into a button is left out."""
    form = complained("day", "Which day?", ("Wednesday, 17 February", "17.02.2027"), ("none", ""))

    *_, said, offered = drawn(form)["blocks"]

    assert "⚠️ Which day?" == said["text"]["text"]
    assert [("Wednesday, 17 February", "17.02.2027")] == [
        (one["text"]["text"], one["value"]) for one in offered["elements"]
    ]


def test_a_repair_is_put_into_its_field() -> None:
    """Everything else stays as it was written; the complaint goes; the blocks are new, so that Slack shows ours."""
    form = complained("day", "Which day?", ("Wednesday", "17.02.2027"), ("Thursday", "18.02.2027"))
    view = standing(drawn(form, stamp="old"), name="Ana", role="host", day="mid-February")
    action = next(one.element for one in elements(view["blocks"]) if one.label == "Thursday")
    assert forms.is_repair(action)

    mended = forms.mended(view, action, "new")

    assert mended == judged(mended, "modal")
    assert {"name": "Ana", "story": "", "role": "host", "day": "18.02.2027"} == forms.values(standing(mended))
    assert FORM.fields[0].label == mended["blocks"][0]["label"]["text"]
    assert (4, True) == (len(mended["blocks"]), all(block["block_id"].endswith(".new") for block in mended["blocks"]))
    assert view["private_metadata"] == mended["private_metadata"]


VENUE = DrawnField(
    "place", "Where?", options=(("Zoom", "Zoom"), ("Casa Tineretului", "Casa Tineretului")), kind=Kind.LINE
)
WHOM = DrawnField("whom", "To whom?", options=(("all", "Everyone"), ("lab:L1", "Lab 1")), kind=Kind.LINE, several=True)


def pressed(view: dict[str, Any], label: str) -> dict[str, Any]:
    """The view after one of its buttons, as it stands then."""
    found = [one for block in view["blocks"] for one in block.get("elements", ()) if one["text"]["text"] == label]
    return standing(forms.mended(view, found[0], "b"))


@pytest.mark.parametrize(
    ("written", "labels", "stands"),
    [
        ("", ["Zoom"], "Zoom"),
        ("Zoom", ["Casa Tineretului"], "Casa Tineretului"),
    ],
)
def test_an_offer_takes_the_place_of_what_is_written(written: str, labels: list[str], stands: str) -> None:
    view = standing(drawn(replace(FORM, fields=(VENUE,))), place=written)
    for label in labels:
        view = pressed(view, label)

    assert {"place": stands} == forms.values(view)


@pytest.mark.parametrize(
    ("written", "labels", "stands"),
    [
        ("", ["Everyone"], "all"),
        ("sector:edu", ["Lab 1"], "sector:edu, lab:L1"),
        ("", ["Everyone", "Lab 1"], "all, lab:L1"),
        ("", ["Everyone", "Lab 1", "Everyone"], "lab:L1"),
    ],
)
def test_offers_of_several_stand_side_by_side(written: str, labels: list[str], stands: str) -> None:
    view = standing(drawn(replace(FORM, fields=(WHOM,))), whom=written)
    for label in labels:
        view = pressed(view, label)

    assert {"whom": stands} == forms.values(view)


def test_a_repair_that_is_longer_than_its_field() -> None:
    """Is shown whole; the field's reader complains again if it must."""
    form = complained("name", "Which one?", ("x", "x" * 300))
    view = standing(drawn(form))

    mended = forms.mended(view, next(one.element for one in elements(view["blocks"]) if one.label == "x"), "new")

    assert mended == judged(mended, "modal")
    assert "x" * 300 == forms.values(standing(mended))["name"]


def test_more_options_than_a_list_holds() -> None:
    """Are put into groups, and can be chosen and mended there."""
    options = tuple((str(n), f"Organisation {n}") for n in range(250))
    field = DrawnField("organisation", "Organisation", Kind.CHOICE, options=options, value="249")

    view = drawn(DrawnForm("7", "Who?", (field,), "Send", "Leave"))

    assert view == judged(view, "modal")
    assert {"organisation": "249"} == forms.values(standing(view))


def test_a_choice_of_nothing_is_a_line() -> None:
    """Slack takes no empty list."""
    view = drawn(DrawnForm("7", "Who?", (replace(ROLE, options=()),), "Send", "Leave"))

    assert view == judged(view, "modal")


FULLEST = DrawnField(
    "name",
    "L" * 3500,
    Kind.PROSE,
    limit=10_000,
    hint="h" * 3500,
    value="v" * 3500,
    complaint="c" * 3500,
    repairs=(("r" * 300, "r" * 2000), ("none", "r" * 2001)),
)
LONG_OPTIONS = replace(ROLE, options=tuple((letter * (148 + n), letter * 300) for n, letter in enumerate("abc")))


@pytest.mark.parametrize(
    "fields",
    [(FULLEST,), (replace(FULLEST, value=""),), (replace(NAME, value="v" * 3500),), (LONG_OPTIONS,)],
    ids=["texts", "empty", "a short line with a long value", "options"],
)
def test_slack_takes_the_fullest_form(fields: tuple[DrawnField, ...]) -> None:
    """More letters than there is room for, wherever there may be letters."""
    view = drawn(DrawnForm("7", "t" * 300, fields, "s" * 300, "c" * 300))

    assert view == judged(view, "modal")


def test_slack_takes_a_form_of_many_fields() -> None:
    """A modal has a hundred blocks, those of complaints and repairs among them."""
    fields = tuple(DrawnField(f"f{n}", "Field", Kind.LINE, complaint="?", repairs=(("x", "x"),)) for n in range(40))
    view = drawn(DrawnForm("7", "A title that does not fit above it", fields, "Send", "Leave"))

    assert view == judged(view, "modal")


def test_an_option_whose_value_slack_can_not_hold() -> None:
    """Is left out, for half of it would mean something else."""
    (block,) = drawn(DrawnForm("7", "Who?", (LONG_OPTIONS,), "Send", "Leave"))["blocks"]

    assert [149, 150] == [len(option["value"]) for option in block["element"]["options"]]


def test_a_hundred_groups_of_options_at_most() -> None:
    """What goes beyond 10,000 options is left out."""
    field = replace(ROLE, options=tuple((str(n), "x") for n in range(10_101)))
    (block,) = drawn(DrawnForm("7", "Who?", (field,), "Send", "Leave"))["blocks"]

    assert [100] * 100 == [len(group["options"]) for group in block["element"]["option_groups"]]


def test_a_long_complaint_is_cut() -> None:
    """Slack shows it in small letters below the field."""
    found = forms.errors(complained("name", "c" * 1500), standing(drawn()))

    assert found is not None
    assert [1000] == [width(text) for text in found.values()]
