"""What the bot says of itself, and the table of every method there is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.constants import BotCommandLimit, BotCommandScopeType, BotDescriptionLimit, BotNameLimit

from tests.fakes.telegram_errors import Json, bad_request
from tests.fakes.telegram_files import get_file, send_document, send_photo
from tests.fakes.telegram_messages import (
    answer_callback_query,
    delete_message,
    edit_message_caption,
    edit_message_reply_markup,
    edit_message_text,
    send_message,
)
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_reactions import set_message_reaction
from tests.fakes.telegram_world import World

_PROFILE_LIMITS = {
    "name": BotNameLimit.MAX_NAME_LENGTH,
    "description": BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
    "short_description": BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH,
}

Method = Callable[[World, Params], Any | Awaitable[Any]]


def get_me(world: World, params: Params) -> Json:
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, params: Params) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return world.known(params).wire() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def _audience(world: World, params: Params) -> tuple[str, str]:
    """(scope, language): "default", "chat:5", "chat_member:5:7"; an empty language is the fallback for all."""
    scope, language = params.tree("scope") or {"type": "default"}, params.text("language_code")
    if not isinstance(scope, dict) or scope.get("type") not in [str(kind) for kind in BotCommandScopeType]:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    if "chat_id" in scope:
        world.known(Params(scope))
    return ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope), language


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.tree("commands")
    if not isinstance(commands, list) or not all(isinstance(command, dict) for command in commands):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    said = [(str(each.get("command", "")), str(each.get("description", ""))) for each in commands]
    for name, description in said:
        if not re.fullmatch("[a-z0-9_]{1,32}", name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not description.strip() or len(description) > BotCommandLimit.MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_audience(world, params)] = said
    return True


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.pop(_audience(world, params), None)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    said = world.commands.get(_audience(world, params), [])
    return [{"command": name, "description": description} for name, description in said]


def _setter(part: str) -> Method:
    def set_part(world: World, params: Params) -> bool:
        if len(params.text(part)) > _PROFILE_LIMITS[part]:
            raise bad_request(f"bot {part.replace('_', ' ')} is too long")
        world.profile[(part, _audience(world, params)[1])] = params.text(part)
        return True

    return set_part


def _getter(part: str) -> Method:
    def get_part(world: World, params: Params) -> Json:
        own = world.profile.get((part, params.text("language_code")))
        return {part: own or world.profile.get((part, ""), "")}

    return get_part


def known_methods() -> dict[str, Method]:
    """Every method by its name as the documentation spells it."""
    methods: dict[str, Method] = {
        "getMe": get_me,
        "getUpdates": lambda world, params: world.updates.poll(params),
        "setWebhook": lambda world, params: world.updates.set_webhook(params),
        "deleteWebhook": lambda world, params: world.updates.delete_webhook(params),
        "getWebhookInfo": lambda world, params: world.updates.info(),
        "sendMessage": send_message,
        "editMessageText": edit_message_text,
        "editMessageCaption": edit_message_caption,
        "editMessageReplyMarkup": edit_message_reply_markup,
        "deleteMessage": delete_message,
        "setMessageReaction": set_message_reaction,
        "answerCallbackQuery": answer_callback_query,
        "sendDocument": send_document,
        "sendPhoto": send_photo,
        "getFile": get_file,
        "setMyCommands": set_my_commands,
        "getMyCommands": get_my_commands,
        "deleteMyCommands": delete_my_commands,
        "getChat": get_chat,
    }
    for part, name in (("name", "Name"), ("description", "Description"), ("short_description", "ShortDescription")):
        methods |= {f"setMy{name}": _setter(part), f"getMy{name}": _getter(part)}
    return methods
