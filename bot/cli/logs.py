"""Logging: one line an entry, as text or JSON, without anybody's words."""

import json
import logging
import sys

QUIET = ("telegram", "httpx", "httpcore", "apscheduler", "aiohttp", "asyncio", "uvicorn", "alembic", "sqlalchemy")


class JsonLines(logging.Formatter):
    """A JSON object a line: time, level, logger, message, and the error with its stack when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def start_logging(level: str, form: str) -> None:
    """Log to standard error. The libraries' own talk starts at warnings: below, some print addresses with tokens."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs whole updates when it can not read them.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
