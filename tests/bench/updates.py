"""Updates as Telegram writes them: a press under a message of the bot, and a text in a private chat."""

import json
import time

BOT = 4242
USERNAME = "bench_bot"
TOKEN = f"{BOT}:bench"


def press(number: int, query: str, user: int, message: int, payload: str) -> bytes:
    """A callback query of a person under the message `message` of their chat."""
    return json.dumps(
        {
            "update_id": number,
            "callback_query": {
                "id": query,
                "from": _person(user),
                "chat_instance": "1",
                "data": payload,
                "message": {**_message(user, message), "text": "."},
            },
        }
    ).encode()


def words(number: int, user: int, text: str) -> bytes:
    """A text of a person in their chat; one that begins with a slash is a command."""
    message = {**_message(user, number), "from": _person(user), "text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return json.dumps({"update_id": number, "message": message}).encode()


def _person(user: int) -> dict[str, object]:
    return {"id": user, "is_bot": False, "first_name": f"P{user}", "language_code": "ro"}


def _message(user: int, number: int) -> dict[str, object]:
    chat = {"id": user, "type": "private", "first_name": f"P{user}"}
    return {"message_id": number, "date": int(time.time()), "chat": chat}
