"""What `sfat check` printed, taken apart."""


def failed(out: str) -> list[str]:
    """The names of the checks that failed."""
    return [line.split()[1].rstrip(":") for line in out.splitlines() if line.startswith("FAILED")]


def line(out: str, check: str) -> str:
    """What is told of one check."""
    return next(one for one in out.splitlines() if one.split()[1] == f"{check}:")


def lines(out: str) -> dict[str, str]:
    """What was found, by check: `ok`, `FAILED`, or `-` where it could not be looked at."""
    return {line.split()[1].rstrip(":"): line.split()[0] for line in out.splitlines()}
