"""The command line: `sfat`, also `python -m bot`."""

import gc
import sys

from bot import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Returns 0 done, 1 refused or failed, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"sfat {__version__}")
        return 0
    gc.disable()  # what is loaded stays: looking through it for rubbish while it loads would be a sixth of the start
    from bot.later import leave_out, load_later

    load_later()
    leave_out()
    from bot.cli.entry import parsed, run

    command = parsed(given)
    gc.freeze()
    gc.enable()
    return run(command)


if __name__ == "__main__":
    sys.exit(main())
