"""sendDocument, sendPhoto and getFile; the bytes themselves are handed out by the HTTP side."""

from __future__ import annotations

from dataclasses import replace

from telegram.constants import FileSizeLimit

from tests.fakes.telegram_errors import ApiError, Json, bad_luck, bad_request
from tests.fakes.telegram_messages import caption, place
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_world import Document, World


def too_large() -> ApiError:
    """413: more bytes than the server takes."""
    return ApiError(413, "Request Entity Too Large", blame=True)


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def send_document(world: World, params: Params) -> Json:
    return _send(world, params, "document")


def send_photo(world: World, params: Params) -> Json:
    return _send(world, params, "photo")


def _send(world: World, params: Params, kind: str) -> Json:
    words = caption(params)
    world.writable(params)
    document = _file(world, params, kind)
    if kind == "photo":
        document = _picture(document)
    sent = place(world, params, words, documents=[document])
    world.files[document.file_id] = document
    return sent


def _picture(document: Document) -> Document:
    """A file that can be shown; an id of a document is none of a picture."""
    if len(document.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        raise bad_request("file is too big")
    if not document.content.startswith(_PICTURES):
        raise bad_luck("IMAGE_PROCESS_FAILED")
    return replace(document, as_picture=True)


def _file(world: World, params: Params, kind: str) -> Document:
    named = params.text(kind)
    upload = params.uploads.get(named.removeprefix("attach://") if named.startswith("attach://") else kind)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > world.upload_limit:
            raise too_large()
        return world.file(upload.name, upload.mime, upload.content)
    if not named:
        raise bad_request(f"there is no {kind} in the request")
    if named not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[named]


def get_file(world: World, params: Params) -> Json:
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    document = world.files.get(params.text("file_id"))
    if document is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(document.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise bad_request("file is too big")
    known = document.wire()
    return {name: known[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": document.path}
