"""Why a request is turned down: a code for the page, which says it in the person's language, and a plain sentence."""

from dataclasses import dataclass

from starlette.responses import JSONResponse


@dataclass(frozen=True)
class Refusal:
    """An HTTP status, a code that the page's dictionary knows, and the reason for whoever reads the bare answer."""

    status: int
    code: str
    sentence: str


class TurnedDown(Exception):
    """A request that is answered with a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


FOREIGN_ORIGIN = Refusal(403, "foreign_origin", "This request came from another site.")
NOT_YOURS = Refusal(403, "not_yours", "This browser does not speak for that person. Open the personal link again.")
WRONG_TYPE = Refusal(415, "wrong_type", "The request has another content type than this address takes.")
TOO_BIG = Refusal(413, "too_big", "The request is larger than 64 KiB.")
FILE_TOO_BIG = Refusal(413, "file_too_big", "The file is larger than 20 MB.")
UNREADABLE = Refusal(400, "unreadable", "The request is not a JSON object.")
WRONG_FIELDS = Refusal(400, "wrong_fields", "The request has a field too many, or one that is missing or malformed.")
EMPTY = Refusal(400, "empty", "There is nothing written in the message.")
TOO_LONG = Refusal(400, "too_long", "The message is longer than 4096 characters.")
NOT_THERE = Refusal(404, "not_there", "There is nothing at this address.")
NOT_KEPT = Refusal(503, "not_kept", "The message could not be kept. Send it again in a moment.")


def answer(refusal: Refusal) -> JSONResponse:
    """The HTTP answer for a refusal: `{"error": code, "sentence": reason}`."""
    content = {"error": refusal.code, "sentence": refusal.sentence}
    return JSONResponse(content, refusal.status, headers={"Cache-Control": "no-store"})
