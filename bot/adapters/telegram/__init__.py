"""Telegram, by the Bot API: `adapter` has the port, the rest is what it is made of."""
