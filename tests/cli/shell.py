"""Commands through the front door of the command line, in this process: settings read, failures as sentences."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import entry
from tests.cli.commands import Outcome


@dataclass
class Shell:
    """A shell in an empty folder, with an environment of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def sfat(self, *words: object, **settings: str) -> Outcome:
        """Run `SETTINGS sfat WORDS`."""
        with self.monkeypatch.context() as environment:
            for name, value in settings.items():
                environment.setenv(name, value)
            self.capsys.readouterr()
            code = entry.run(entry.parsed([str(word) for word in words]))
        told = self.capsys.readouterr()
        return Outcome(code, told.out, told.err)
