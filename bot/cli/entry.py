"""Which sub-commands there are, and what becomes of their failures: one sentence, never a stack trace."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.cli.logs import start_logging
from bot.settings import Settings, Unset, read_settings

COMMANDS = {
    "run": ("bot.cli.run", "run every configured platform; without one, the try-out"),
    "demo": ("bot.cli.demo", "the try-out: a sample lab, four chats, a clock to move"),
    "import": ("bot.cli.imports", "take in a programme (YAML), or organisations or people (CSV, XLSX)"),
    "export": ("bot.cli.exports", "write out a table"),
    "claim": ("bot.cli.claim", "make a link and a code that give a role, once, within 24 hours"),
    "check": ("bot.cli.check", "say whether settings, database, tokens, clock and disk are right"),
    "migrate": ("bot.cli.migrate", "bring the database to the tables of this program"),
    "backup": ("bot.cli.backup", "write everything into a new file, beside a running program too"),
    "restore": ("bot.cli.restore", "fill a new or empty database from a backup"),
    "replay": ("bot.cli.replay", "try updates again that failed for good"),
    "seat": ("bot.cli.seat", "print a seating plan for the world café that a JSON file describes"),
}
"""Each with its module, which is loaded when the command is given, and with what `sfat --help` says of it."""


def parsed(given: Sequence[str]) -> argparse.Namespace:
    """The words of a command line: `run` is what does it. Wrong usage ends the process with 2."""
    parser = argparse.ArgumentParser(prog="sfat", description="Stakeholder engagement inside chat apps.")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, told) in COMMANDS.items():
        command = commands.add_parser(name, help=told)
        if name in given:
            import_module(module).add(command)
    return parser.parse_args(given)


def run(arguments: argparse.Namespace) -> int:
    """Run what was parsed. Returns 0 done, 1 refused or failed."""
    settings: Settings | None = None
    try:
        settings = getattr(arguments, "read", read_settings)()
        start_logging(settings.log_level, settings.log_format)
        code: int = asyncio.run(arguments.run(arguments, settings))
        return code if _all_was_said() else 1
    except Unset as problem:
        return _refuse(str(problem))
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # whoever read our output has seen enough: `sfat export people | head`
        _let_go_of_output()
        return 0
    except Exception as problem:
        return _refuse(_sentence(problem, settings))


def _refuse(sentence: str) -> int:
    _let_go_of_output()
    for line in sentence.splitlines():
        print(f"sfat: {line}", file=sys.stderr)
    return 1


def _let_go_of_output() -> None:
    """What can not be written goes nowhere: Python would try it once more at its end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _all_was_said() -> bool:
    """Whether our output arrived where it was sent; why not is said. Raises BrokenPipeError where nobody listens."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        _refuse(f"what was to be printed can not be written ({problem.strerror}); send it elsewhere")
        return False
    return True


def _sentence(problem: Exception, settings: Settings | None) -> str:
    """What went wrong, for whoever runs the command. An error of ours is logged with its stack as well."""
    from bot.cli.failures import sentence

    return sentence(problem, settings)
