"""The peer with its own rate limiter: it sends a broadcast and answers whoever writes meanwhile.

`python -m tests.bench.peer_limited URL RATE MESSAGES FIRST_CHAT`
"""

import asyncio
import sys
from typing import Any

from telegram import Update
from telegram.ext import AIORateLimiter, Application, CallbackContext, MessageHandler, filters

from tests.bench.updates import TOKEN


async def answer(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Help, for whoever asks."""
    assert update.effective_chat is not None
    await context.bot.send_message(update.effective_chat.id, "Comenzile mele: /ajutor, /evenimente, /mele.")


async def broadcast(bot: Any, chats: range) -> None:
    """To all at once; the limiter is to keep it within what is allowed."""
    await asyncio.gather(*(bot.send_message(chat, "Vă invităm.") for chat in chats), return_exceptions=True)


def main() -> None:
    """Run until asked to stop."""
    url, rate, number, first = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    limiter = AIORateLimiter(overall_max_rate=rate, overall_time_period=1, max_retries=5)

    async def begin(application: Any) -> None:
        if number:
            application.create_task(broadcast(application.bot, range(first, first + number)))

    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(True).rate_limiter(limiter)
    application = builder.pool_timeout(60).post_init(begin).build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling()


if __name__ == "__main__":
    main()
