"""The error vocabulary: what a handler may refuse, and exactly what a port may raise."""

from bot.model.address import Place
from bot.model.card import Button
from bot.model.text import Text
from bot.model.values import Reason


class Sorry(Exception):
    """A kind refusal: what was done is undone, and the person reads `text`, with `buttons` that lead on."""

    def __init__(self, text: Text, *buttons: Button) -> None:
        super().__init__(str(text))
        self.text = text
        self.buttons = buttons


class Refusal(Sorry):
    """A refusal for lack of rights: what was tried, on what, is recorded in the activity log."""

    def __init__(self, text: Text, *, action: str, about: str) -> None:
        super().__init__(text)
        self.action = action
        self.about = about


class PortError(Exception):
    """What the outside world did to a message; exactly the classes below are raised by adapters."""


class TryLater(PortError):
    """The platform asks to wait `after` seconds; `place` is set when only that chat is meant. `fault`: it did not ask,
    it failed, and did not do it."""

    def __init__(self, after: float, place: Place | None = None, *, fault: bool = False) -> None:
        super().__init__(f"try again in {after:g} s")
        self.after = after
        self.place = place
        self.fault = fault


class Unreachable(PortError):
    """The account can not be written to, lastingly."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.value)
        self.why = why


class Moved(PortError):
    """The chat has another address from now on."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"moved to {place.chat}")
        self.place = place


class Refused(PortError):
    """The platform does not take the message; the fault is ours."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Lost(PortError):
    """The message to be edited is not there, or can no longer be edited."""


class Unknown(PortError):
    """The request was sent, and no answer came: it may have arrived or not."""
