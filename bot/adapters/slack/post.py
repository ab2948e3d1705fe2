"""What goes out: messages with their buttons, edits of what stands, the page, files.

The text goes first, with the buttons; its timestamp is the id of the message. Files follow: in private as messages of
their own, in a channel in the message's thread. Slack has no way to send a file a second time by its id.

A message that got no answer is looked for before it is sent again or left as unknown.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeVar

from bot.adapters.slack import lookback
from bot.adapters.slack.directory import Directory
from bot.adapters.slack.lookback import LookBack
from bot.adapters.slack.problems import Trouble
from bot.adapters.slack.speak import AS_IT_IS, PAGE_BLOCKS, Block, blocks, fallback
from bot.adapters.slack.who import HOME
from bot.adapters.slack.wire import Fault, Wire
from bot.model.address import Place
from bot.model.card import Document, Drawn
from bot.model.fitting import file_name, shortened
from bot.model.problems import Lost, Refused, TryLater, Unknown, Unreachable

REMEMBERED = 2000  # texts that stand, messages of which only a part is out, and those that got no answer
MISSING_REST = 3.0  # seconds until a message that did not arrive is sent again; it is looked for once more then
FILE_NAME = 200
ALT = 1000  # characters of a picture's alternative text
_TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long"})
_NO_PREVIEW: Mapping[str, Any] = {"unfurl_links": False, "unfurl_media": False}

K = TypeVar("K")
V = TypeVar("V")


class Post:
    """Sends, edits, and remembers in memory what saves asking or sending twice."""

    def __init__(self, wire: Wire, directory: Directory, trouble: Trouble) -> None:
        self._wire = wire
        self._directory = directory
        self._trouble = trouble
        self._look_back = LookBack(wire, directory)
        self._begun: dict[str, list[str]] = {}
        self._doubted: dict[str, float] = {}
        self._texts: dict[tuple[str, str], tuple[str, list[Block]]] = {}

    async def send(self, place: Place, drawn: Drawn, key: str) -> str:
        """Send and return the message's id. After an error the same key goes on behind the parts that are out."""
        if place.is_page:
            return await self._publish(place, drawn)
        channel = await self._channel(place)
        sent = self._begun.get(key) or []
        try:
            if not sent:
                sent = [await self._once(place, channel, drawn, key)]
            for document in drawn.documents[len(sent) - 1 :]:
                _remember(self._begun, key, sent)
                sent.append(await self._send_file(place, channel, sent[0], document))
        except (Refused, Unreachable):
            self._begun.pop(key, None)
            self._doubted.pop(key, None)
            raise
        self._begun.pop(key, None)
        self._doubted.pop(key, None)
        return sent[0]

    async def edit(self, place: Place, message: str, drawn: Drawn) -> None:
        """Put text and buttons in the place of those of a message; its files stay."""
        if place.is_page:
            await self._publish(place, drawn)
            return
        channel = await self._channel(place)
        with self._trouble.translated(place):
            await self._fitting("chat.update", drawn, channel=channel, ts=message)
        self._note_text(place, message, drawn)

    async def freeze(self, place: Place, message: str) -> None:
        """Take the buttons of a message away. Slack wants the text again, so it is remembered, or read back in private.

        Raises `Lost` for a message in a channel that this process has not written: we do not read in channels.
        """
        if place.is_page:
            return
        channel = await self._channel(place)
        text, kept = self._texts.get((place.chat, message)) or await self._read_back(place, channel, message)
        with self._trouble.translated(place, harmless=True):
            await self._wire.ask("chat.update", channel=channel, ts=message, text=text, blocks=kept, **AS_IT_IS)

    async def _publish(self, place: Place, drawn: Drawn) -> str:
        view = {"type": "home", "blocks": blocks(drawn, PAGE_BLOCKS)}
        with self._trouble.translated(place, harmless=True):
            await self._wire.ask("views.publish", user_id=place.chat, view=view)
        return HOME

    async def _channel(self, place: Place) -> str:
        """The channel to write to; the one with a person is opened first."""
        if not place.private:
            return place.chat
        with self._trouble.translated(place, harmless=True):
            return await self._directory.chat_with(place.chat)

    async def _once(self, place: Place, channel: str, drawn: Drawn, key: str) -> str:
        """Say it, unless an earlier try of which nothing was heard has said it already."""
        message = await self._earlier(place, channel, key) or await self._post(place, channel, drawn, key)
        self._note_text(place, message, drawn)
        return message

    async def _earlier(self, place: Place, channel: str, key: str) -> str | None:
        if key in self._doubted:
            with suppress(Unknown):  # whoever sends it again has decided that twice is better than not at all
                return await self._look_back.find(place, channel, key, self._doubted[key])
        return None

    async def _post(self, place: Place, channel: str, drawn: Drawn, key: str) -> str:
        begun = asyncio.get_running_loop().time()
        try:
            with self._trouble.translated(place):
                answer = await self._fitting(
                    "chat.postMessage",
                    drawn,
                    channel=channel,
                    thread_ts=place.thread or None,
                    metadata=lookback.mark(key),
                    **_NO_PREVIEW,
                )
        except Unknown:
            return await self._found(place, channel, key, begun)
        return str(answer["ts"])

    async def _found(self, place: Place, channel: str, key: str, begun: float) -> str:
        """The message that got no answer. Raises TryLater when it did not arrive, Unknown when that cannot be told.

        What is missing a second time is left as unknown too: it may be this message that Slack stumbles over.
        """
        again = key in self._doubted
        _remember(self._doubted, key, self._doubted.get(key, begun))
        await asyncio.sleep(lookback.REST)
        found = await self._look_back.find(place, channel, key, self._doubted[key])
        if found:
            return found
        raise Unknown("it is not there") if again else TryLater(MISSING_REST)

    async def _fitting(self, method: str, drawn: Drawn, **arguments: Any) -> Any:
        """Say a card; with half of its text when Slack finds it too long, for it does not tell how it measures."""
        text = fallback(drawn)
        try:
            return await self._wire.ask(method, text=text, blocks=blocks(drawn), **AS_IT_IS, **arguments)
        except Fault as fault:
            if fault.code not in _TOO_LONG:
                raise
        return await self._wire.ask(method, text=text, blocks=blocks(drawn, limit=2000), **AS_IT_IS, **arguments)

    async def _send_file(self, place: Place, channel: str, message: str, document: Document) -> str:
        """Bring a file to Slack, then show it. Until it is shown, trying again is seen by nobody."""
        name = shortened(file_name(document.name), FILE_NAME)
        with self._trouble.translated(place, harmless=True):
            seen = {"alt_txt": shortened(document.alt, ALT)} if document.is_picture and document.alt else {}
            upload = await self._wire.ask(
                "files.getUploadURLExternal", filename=name, length=len(document.content), **seen
            )
            await self._wire.upload(str(upload["upload_url"]), document.content)
        thread = place.thread or ("" if place.private else message)
        with self._trouble.translated(place):
            await self._wire.ask(
                "files.completeUploadExternal",
                files=[{"id": upload["file_id"], "title": name}],
                channel_id=channel,
                thread_ts=thread or None,
            )
        return str(upload["file_id"])

    def _note_text(self, place: Place, message: str, drawn: Drawn) -> None:
        _remember(self._texts, (place.chat, message), (fallback(drawn), blocks(drawn)[:1]))

    async def _read_back(self, place: Place, channel: str, message: str) -> tuple[str, list[Block]]:
        if not place.private:
            raise Lost("what stands there is not known")
        with self._trouble.translated(place, harmless=True):
            answer = await self._wire.ask(
                "conversations.history", channel=channel, latest=message, oldest=message, inclusive=True, limit=1
            )
        found = answer["messages"]
        if not found:
            raise Lost("no such message")
        return found[0]["text"], [block for block in found[0].get("blocks", []) if block["type"] != "actions"]


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    """Keep the newest; what was kept longest goes first."""
    memory.pop(key, None)
    memory[key] = value
    while len(memory) > REMEMBERED:
        del memory[next(iter(memory))]
