"""The peer: a bot as people write it with python-telegram-bot and SQLModel, doing what Sfat does for one answer.

`python -m tests.bench.peer URL --transport httpx|aiohttp --write PATH|none`. It takes 256 updates at once, as its
documentation shows. For an answer it runs the statements that Sfat runs in the update's transaction, on the same
tables, in one session with one commit, then answers the press and redraws the card. It does less than Sfat: it draws
nothing, keeps no order, limits nothing, marks nothing as sent, and a kill loses what it has not finished.
"""

import argparse
from typing import Any

from sqlalchemy import event as database_event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.adapters.telegram.transport import Wire
from tests.bench.peer_statements import keep_press, keep_words
from tests.bench.updates import TOKEN

TEXT = (
    "✉️ <b>Invitație pentru O 1</b>\nÎntâlnirea mulțimii\n📅 sâmbătă, 26 decembrie 2026 (ora României)\nLimba "
    "evenimentului: română\n⏳ Vă rugăm să răspundeți până luni, 21 decembrie 2026 (inclusiv)\n\nAm notat: "
    "nu puteți veni."
)
ENTRY = b"BEGIN:VCALENDAR\r\n" + b"X-FILL:an entry of about this size\r\n" * 24 + b"END:VCALENDAR\r\n"
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton(label, callback_data=f"rsvp:1:{label}")] for label in ("yes", "maybe", "no")]
)
Bot = Application[Any, Any, Any, Any, Any, Any]


class Peer:
    """The handlers; `engine` is None when nothing is to be written."""

    def __init__(self, engine: AsyncEngine | None) -> None:
        self._engine = engine
        self._file = ""

    async def pressed(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """An answer by button: kept, acknowledged, and the card shows it."""
        query = update.callback_query
        assert query is not None
        if self._engine is not None:
            async with AsyncSession(self._engine, expire_on_commit=False) as session:
                await keep_press(session, update)
                await session.commit()
        await query.answer("Am notat: nu puteți veni.")
        await query.edit_message_text(TEXT, parse_mode="HTML", reply_markup=KEYBOARD)

    async def wrote(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """An answer in words: kept, and answered with the card and a calendar entry, uploaded once."""
        assert update.effective_chat is not None
        if self._engine is not None:
            async with AsyncSession(self._engine, expire_on_commit=False) as session:
                await keep_words(session, update)
                await session.commit()
        chat = update.effective_chat.id
        await context.bot.send_message(chat, TEXT, parse_mode="HTML", reply_markup=KEYBOARD)
        sent = await context.bot.send_document(chat, self._file or ENTRY, caption=TEXT[:80], filename="e.ics")
        self._file = sent.document.file_id if sent.document else ""


def engine(path: str) -> AsyncEngine:
    """SQLite through aiosqlite, in the mode that most guides recommend."""
    made = create_async_engine(f"sqlite+aiosqlite:///{path}")

    @database_event.listens_for(made.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA busy_timeout = 60000")

    return made


def main() -> None:
    """Run until asked to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--transport", choices=["httpx", "aiohttp"], default="httpx")
    parser.add_argument("--write", default="none")
    options = parser.parse_args()
    peer = Peer(None if options.write == "none" else engine(options.write))
    builder = Application.builder().token(TOKEN).base_url(f"{options.url}/bot").concurrent_updates(True)
    if options.transport == "aiohttp":
        builder = builder.request(Wire(options.url)).get_updates_request(Wire(options.url))
    else:
        builder = builder.connection_pool_size(256).pool_timeout(60)
    bot: Bot = builder.build()
    bot.add_handler(CallbackQueryHandler(peer.pressed))
    bot.add_handler(MessageHandler(filters.TEXT, peer.wrote))
    bot.run_polling()


if __name__ == "__main__":
    main()
