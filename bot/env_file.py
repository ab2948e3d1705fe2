"""The file `.env`: names and values by line, and what can not be read in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream  # pydantic-settings reads such files by it; only here can a line be named


@dataclass(frozen=True)
class EnvFile:
    """Values by name, in capitals; and a sentence for each line, or for the file, that can not be read."""

    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def read_env_file(path: Path) -> EnvFile:
    """A file of lines NAME=VALUE. A byte-order mark, quotes, `export`, comments and any line end are taken.

    What stands in a line is never repeated: it may be a secret.
    """
    if not path.is_file():
        return EnvFile()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return EnvFile(wrong={str(path): "the file is not written in UTF-8; save it anew in that encoding"})
    except OSError as problem:
        return EnvFile(wrong={str(path): f"the file can not be read: {problem.strerror}"})
    values, wrong = {}, {}
    for line in parse_stream(StringIO(text)):
        if line.error or (line.key is not None and line.value is None):
            before = line.original.string[: -len(line.original.string.lstrip())]
            number = line.original.line + before.count("\n")
            wrong[f"{path}:{number}"] = "the line is not NAME=VALUE; mend it, or put # before it"
        elif line.key is not None:
            values[line.key.upper()] = line.value or ""
    return EnvFile(values, wrong)
