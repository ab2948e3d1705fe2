"""Forms as Slack's modals: drawn, read, complained of, and mended by a button beside the field.

Days and hours are lines to write into: what people write may be a span, or a weekday that does not fit its date, and
the field's own reader asks back. Slack's pickers could not hold that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.slack.speak import PAGE_BLOCKS, VALUE, Block, actions, plain_text
from bot.model.fitting import shortened, width
from bot.model.form import DrawnField, DrawnForm, Kind

CALLBACK = "form"
REPAIR, OFFER, ADDED = "repair", "offer", "added"  # what a button does with its field: mends, fills, adds to it
TITLE = 24  # also of the two buttons
TEXT = 3000
LABEL = 2000
COMPLAINT = 1000
OPTION = 75
OPTION_VALUE = 150
OPTIONS = 100
OFFERS = 20  # buttons below one field

_FIELD = "field:"
_CHOSEN = "="  # stands before an option's value, because Slack takes no empty one


def modal(form: DrawnForm, stamp: str) -> Block:
    """A form as a modal. `stamp` makes its block ids new, so that Slack shows our values and not what was typed."""
    fields = [block for number, field in enumerate(form.fields) for block in _field(field, f"{number}.{stamp}")]
    heading = [_section(form.title, f"title.{stamp}")] if width(form.title) > TITLE else []
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": form.key,
        "title": plain_text(form.title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "close": plain_text(form.cancel, TITLE),
        "blocks": [*heading, *fields][:PAGE_BLOCKS],
    }


def key_of(view: Mapping[str, Any]) -> str | None:
    """The key of the form that a modal of ours shows; None for any other view."""
    ours = view.get("type") == "modal" and view.get("callback_id") == CALLBACK
    return str(view["private_metadata"]) if ours else None


def values(view: Mapping[str, Any]) -> dict[str, str]:
    """What was written, by field."""
    found: dict[str, str] = {}
    for inputs in view.get("state", {}).get("values", {}).values():
        for action, state in inputs.items():
            if action.startswith(_FIELD):
                found[action.removeprefix(_FIELD)] = _value(state)
    return found


def errors(form: DrawnForm, view: Mapping[str, Any]) -> dict[str, str] | None:
    """The complaints by the blocks of the view that stands; None when it must be drawn anew to show everything."""
    wrong = [field for field in form.fields if field.complaint]
    blocks = {_name(block): block["block_id"] for block in view.get("blocks", []) if _name(block)}
    if not wrong or any(field.repairs or field.name not in blocks for field in wrong):
        return None
    return {blocks[field.name]: shortened(field.complaint, COMPLAINT) for field in wrong}


def mended(view: Mapping[str, Any], action: Mapping[str, Any], stamp: str) -> Block:
    """The view with a button's value put into its field, and everything else as it was written."""
    does, _, name = str(action["action_id"]).split(":", 2)
    written = values(view)
    written[name] = _added(written.get(name, ""), str(action["value"])) if does == ADDED else str(action["value"])
    blocks = [
        _rewritten(block, written, f"{number}.{stamp}")
        for number, block in enumerate(view["blocks"])
        if not str(block.get("block_id", "")).startswith(f"{REPAIR}:{name}:")
    ]
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {**{part: view[part] for part in kept if view.get(part)}, "blocks": blocks}


def _added(written: str, value: str) -> str:
    """One more of several values; pressed again, it is taken away."""
    there = [part for part in map(str.strip, written.split(",")) if part]
    return ", ".join([part for part in there if part != value] if value in there else [*there, value])


def is_repair(action: Mapping[str, Any]) -> bool:
    """Whether a pressed button of a modal puts a value into its field."""
    return str(action.get("action_id", "")).split(":", 1)[0] in (REPAIR, OFFER, ADDED)


def _field(field: DrawnField, number: str) -> list[Block]:
    """The input, what is wrong with it, and what would do instead."""
    block: Block = {
        "type": "input",
        "block_id": number,
        "optional": field.optional,
        "label": plain_text(field.label, LABEL),
        "element": _select(field) if field.kind is Kind.CHOICE and field.options else _line(field),
    }
    if field.hint:
        block["hint"] = plain_text(field.hint, LABEL)
    offers = _offers(field, number)
    if not field.complaint:
        return [block, *offers]
    own = f"{REPAIR}:{field.name}:{number}"
    repairs = _buttons(REPAIR, field, field.repairs, own)
    return [block, _section(f"⚠️ {field.complaint}", own), *repairs, *offers]


def _offers(field: DrawnField, number: str) -> list[Block]:
    """What may be pressed instead of writing it, below a line; a choice has a list of its own."""
    if field.kind is Kind.CHOICE:
        return []
    does = ADDED if field.several else OFFER
    labelled = tuple((label, value) for value, label in field.options[:OFFERS])
    return _buttons(does, field, labelled, f"{does}:{field.name}:{number}")


def _buttons(does: str, field: DrawnField, labelled: Sequence[tuple[str, str]], block_id: str) -> list[Block]:
    """Buttons that put their value into the field, in blocks of their own."""
    made = [
        {
            "type": "button",
            "action_id": f"{does}:{index}:{field.name}",
            "text": plain_text(label, OPTION),
            "value": value,
        }
        for index, (label, value) in enumerate(labelled)
        if 0 < width(value) <= VALUE
    ]
    return [{**block, "block_id": f"{block_id}.{index}"} for index, block in enumerate(actions(made))]


def _section(text: str, block_id: str) -> Block:
    return {"type": "section", "block_id": block_id, "text": plain_text(text, TEXT)}


def _line(field: DrawnField) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": _FIELD + field.name,
        "multiline": field.kind is Kind.PROSE,
    }
    longest = min(field.limit, TEXT)
    if width(field.value) <= longest:
        element["max_length"] = longest
    if field.value:
        element["initial_value"] = shortened(field.value, TEXT)
    return element


def _select(field: DrawnField) -> Block:
    options = [_option(value, label) for value, label in field.options if width(value) < OPTION_VALUE]
    element: Block = {"type": "static_select", "action_id": _FIELD + field.name}
    if len(options) <= OPTIONS:
        element["options"] = options
    else:
        parts = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)]
        element["option_groups"] = [{"label": part[0]["text"], "options": part} for part in parts[:OPTIONS]]
    chosen = [option for option in options if option["value"] == _CHOSEN + field.value]
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def _option(value: str, label: str) -> Block:
    return {"text": plain_text(label, OPTION), "value": _CHOSEN + value}


def _value(state: Mapping[str, Any]) -> str:
    if state.get("type") == "static_select":
        return str((state.get("selected_option") or {}).get("value", _CHOSEN)).removeprefix(_CHOSEN)
    return str(state.get("value") or "")


def _name(block: Mapping[str, Any]) -> str:
    """The field an input block is for; "" for other blocks."""
    action = str(block.get("element", {}).get("action_id", ""))
    return action.removeprefix(_FIELD) if action.startswith(_FIELD) else ""


def _rewritten(block: Block, written: Mapping[str, str], block_id: str) -> Block:
    """An input with a new id and what is written now; other blocks stay."""
    name = _name(block)
    if not name:
        return block
    element = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    value = written.get(name, "")
    if element["type"] == "static_select":
        options = [*element.get("options", ()), *(o for g in element.get("option_groups", ()) for o in g["options"])]
        chosen = [option for option in options if option["value"] == _CHOSEN + value]
        element |= {"initial_option": chosen[0]} if chosen else {}
    elif value:
        if width(value) > element.get("max_length", TEXT):
            element.pop("max_length")
        element["initial_value"] = value
    return {**block, "block_id": block_id, "element": element}
