"""Which sub-commands there are, and what becomes of their failures: one sentence, never a stack trace."""

import argparse
import asyncio
import os
import sys
from types import ModuleType

from bot.cli import backup, check, claim, demo, exports, imports, migrate, replay, seat
from bot.cli import run as running
from bot.cli.logs import start_logging
from bot.settings import Settings, Unset, read_settings

COMMANDS: tuple[ModuleType, ...] = (running, demo, imports, exports, claim, check, migrate, backup, replay, seat)


def run(given: list[str]) -> int:
    """Parse and run. Returns 0 done, 1 refused or failed; argparse ends with 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="sfat", description="Stakeholder engagement inside chat apps.")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add(commands)
    arguments = parser.parse_args(given)
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
