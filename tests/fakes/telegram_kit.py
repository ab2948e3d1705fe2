"""Buttons to press, and what the real client library reads of what happened."""

from __future__ import annotations

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Da", callback_data="yes")]])
BOTH = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Da", callback_data="yes"), InlineKeyboardButton("Nu", callback_data="no")]]
)


async def updates(bot: Bot) -> list[Update]:
    """Everything new, confirmed."""
    got = await bot.get_updates()
    if got:
        await bot.get_updates(offset=got[-1].update_id + 1)
    return list(got)
