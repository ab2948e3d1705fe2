"""A strict stand-in for the Telegram Bot API, in the loop of the test.

`async with FakeTelegram() as fake:` serves the Bot API at `fake.url`; `fake.user(7, "Ana")` and `fake.group(-5)` act
like people with a real client; what they see stands in `user.chat`, what the bot did wrong in `fake.violations`. How it
is built: telegram_server (HTTP), _profile (table of methods), _messages and _files (methods), _markup and _keyboard
(strict reading), _world (state), _updates (queue), _webhook (posting), _rates (flood limits), _faults, _people (verbs),
_control (by hand).
"""

from tests.fakes.telegram_control import main
from tests.fakes.telegram_errors import ApiError
from tests.fakes.telegram_fake import TOKEN, FakeTelegram
from tests.fakes.telegram_keyboard import Button
from tests.fakes.telegram_people import Group, User
from tests.fakes.telegram_server import Call
from tests.fakes.telegram_webhook import BAD_CERTIFICATE, Failed, Posted
from tests.fakes.telegram_world import Document, Message, Toast

__all__ = [
    "BAD_CERTIFICATE",
    "TOKEN",
    "ApiError",
    "Button",
    "Call",
    "Document",
    "Failed",
    "FakeTelegram",
    "Group",
    "Message",
    "Posted",
    "Toast",
    "User",
]

if __name__ == "__main__":
    main()
