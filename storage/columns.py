"""Column types that mean the same on SQLite and PostgreSQL, and the names of constraints."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from bot.model.values import Words

# Unnamed constraints can not be dropped by a later migration on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata

# Rows are made and read without being checked by the library, so what it would check them with waits until it is asked.
SQLModel.model_config["defer_build"] = True

# SQLite numbers rows by itself only for INTEGER keys.
BigKey = BigInteger().with_variant(Integer(), "sqlite")

Json = JSON(none_as_null=True)


class Utc(TypeDecorator[datetime]):
    """An instant. Naive values are refused; SQLite stores UTC without offset, and aware UTC is read back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware to UTC. Raises ValueError for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Whatever the database returns, as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WordsColumn(TypeDecorator[Words]):
    """Words in several languages, as JSON."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """To a JSON object: the original's language, and the texts."""
        return None if value is None else {"original": value.original, "texts": dict(value.texts)}

    def process_result_value(self, value: Mapping[str, Any] | None, dialect: Dialect) -> Words | None:  # noqa: ARG002
        """From that JSON object."""
        return None if value is None else Words(value["texts"], value["original"])


class Coded(TypeDecorator[StrEnum]):
    """A StrEnum by its value, as text of at most 32 characters: a native enum could not grow in a migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The member's value. Raises ValueError for a text that is no member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """The member."""
        return None if value is None else self.kind(value)


def table(row: type[SQLModel]) -> Table:
    """The table behind a row class, for statements built once."""
    return metadata.tables[str(row.__tablename__)]
