"""The command line: `sfat`, also `python -m bot`."""

import sys

from bot import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Returns 0 done, 1 refused or failed, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"sfat {__version__}")
        return 0
    from bot.cli.entry import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
