"""The smallest bot of the library, which keeps nothing: `python -m tests.bench.peer_bare URL`. For start and memory.

It imports the library and nothing else.
"""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler


async def pressed(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Acknowledge."""
    assert update.callback_query is not None
    await update.callback_query.answer()


if __name__ == "__main__":
    bot = Application.builder().token("4242:bench").base_url(f"{sys.argv[1]}/bot").concurrent_updates(True).build()
    bot.add_handler(CallbackQueryHandler(pressed))
    bot.run_polling()
