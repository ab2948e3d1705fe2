"""Files: uploads in three steps, files.info, and the download that wants the token."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_chat import share
from tests.fakes.slack_errors import Json, wrong
from tests.fakes.slack_params import Params
from tests.fakes.slack_things import File
from tests.fakes.slack_world import World

UPLOAD_LIMIT = 1_000_000_000  # bytes: 1 GB a file


def get_upload_url(world: World, params: Params) -> Json:
    """files.getUploadURLExternal: announce a name and a length in bytes."""
    name, length = params.needed("filename"), params.number("length", 0)
    if length <= 0:
        raise wrong("invalid_arguments", "[ERROR] must be greater than 0 [json-pointer:/length]")
    if length > UPLOAD_LIMIT:
        raise wrong("file_upload_size_restricted")
    if len(params.text("alt_txt")) > 1000:
        raise wrong("alt_txt_too_large")
    file = File(world.new_id("F"), name, world.bot.id, world.url(), length, alt_text=params.text("alt_txt"))
    world.files[file.id] = file
    return {"upload_url": file.upload_url, "file_id": file.id}


def complete_upload(world: World, params: Params) -> Json:
    """files.completeUploadExternal: share what was uploaded; the answer does not tell the message's ts."""
    asked: Any = params.tree("files", "invalid_arguments")
    if not isinstance(asked, list) or not asked:
        raise wrong("invalid_arguments", "[ERROR] must be an array [json-pointer:/files]")
    files = [_uploaded(world, one) for one in asked]
    places = [params.text("channel_id"), *params.text("channels").split(",")]
    for file, one in zip(files, asked, strict=True):
        file.title, file.completed = str(one.get("title") or ""), True
    for place in filter(None, places):
        if place[0] not in "CDG":
            raise wrong("invalid_channel")
        share(world, place, files, params)
    return {"files": [{"id": file.id, "title": file.title or file.name} for file in files]}


def _uploaded(world: World, one: Any) -> File:
    file = world.files.get(str(one.get("id"))) if isinstance(one, dict) else None
    if file is None or file.completed:
        raise wrong("file_not_found")
    if file.content is None:
        raise wrong("file_update_failed")
    return file


def info(world: World, params: Params) -> Json:
    """files.info."""
    file = world.files.get(params.needed("file"))
    if file is None or not file.completed:
        raise wrong("file_not_found")
    return {"file": file.wire(), "comments": []}
