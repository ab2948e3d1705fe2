"""Running a sub-command in the test's own loop, as the command line would."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.entry import parsed
from bot.cli.failures import sentence
from bot.settings import Settings

KEY = "a key for tests"


@dataclass(frozen=True)
class Outcome:
    """The exit code, and what stood on standard output and standard error."""

    code: int
    out: str
    err: str


@dataclass
class Machine:
    """A machine with an installation on it."""

    settings: Settings
    capsys: pytest.CaptureFixture[str]

    async def sfat(self, *words: object) -> Outcome:
        """Run `sfat WORDS`; a failure becomes its sentence and exit code 1."""
        arguments = parsed([str(word) for word in words])
        self.capsys.readouterr()
        try:
            code, failure = await arguments.run(arguments, self.settings), ""
        except Exception as problem:
            code, failure = 1, sentence(problem)
        told = self.capsys.readouterr()
        return Outcome(code, told.out, told.err + failure)

    def with_settings(self, **values: Any) -> "Machine":
        """The same machine, set otherwise."""
        return Machine(self.settings.model_copy(update=values), self.capsys)


def settings_for(folder: Path, address: str = "", **values: Any) -> Settings:
    """Settings that read nothing from this machine's environment but what is given."""
    return Settings(_env_file=None, data_dir=folder, database_url=address, secret_key=KEY, **values)  # type: ignore[call-arg]
