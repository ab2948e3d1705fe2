"""Files: what people sent to us, and what was made for them; kept sealed, in parts, no longer than they are needed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, delete, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import Utc, table
from storage.tx import Tx, add, one


class FileRow(SQLModel, table=True):
    """A file by the name it came with, which is data and never a path. `size` is in bytes, of the content.

    `programme_id` is unset until it is known to which programme it belongs. `by_id` is who sent it, or for whom it was
    made.
    """

    __tablename__ = "file"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = Field(max_length=255)
    media_type: str = Field(default="", max_length=127)
    sha256: str = Field(max_length=64)
    size: int
    made_at: datetime = Field(sa_type=Utc)


class FilePartRow(SQLModel, table=True):
    """A piece of a file's content, sealed by whoever keeps it; numbered from 0."""

    __tablename__ = "file_part"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="file.id", index=True)
    number: int
    body: str


FILE = table(FileRow)
FILE_PART = table(FilePartRow)


async def keep(tx: Tx, row: FileRow, parts: Sequence[str]) -> int:
    """Keep a file with its sealed parts; its number."""
    number = await add(tx, row)
    if parts:
        values = [{"file_id": number, "number": place, "body": body} for place, body in enumerate(parts)]
        await tx.execute(insert(FILE_PART), values)
    return number


async def file(tx: Tx, number: int) -> FileRow | None:
    """A file by its number, without its content."""
    return await one(tx, FileRow, select(FILE).where(FILE.c.id == number))


async def parts(tx: Tx, number: int) -> list[str]:
    """The sealed parts of a file in their order; none when its content is no longer kept."""
    found = select(FILE_PART.c.body).where(FILE_PART.c.file_id == number).order_by(FILE_PART.c.number)
    return list((await tx.execute(found)).scalars())


async def belongs_to(tx: Tx, number: int, programme_id: int) -> None:
    """It is known now to which programme a file belongs."""
    await tx.execute(update(FILE).where(FILE.c.id == number).values(programme_id=programme_id))


async def make_nobodys(tx: Tx, number: int) -> None:
    """Nothing beside a file tells who sent it, nor exactly when. What its name says of its kind stays."""
    row = await file(tx, number)
    if row is None:
        return
    kind = row.name.rpartition(".")[2][:8]
    nobodys = {"by_id": None, "name": f"file.{kind}", "made_at": row.made_at.replace(second=0, microsecond=0)}
    await tx.execute(update(FILE).where(FILE.c.id == number).values(**nobodys))


async def forget(tx: Tx, number: int | None) -> None:
    """The content of a file is needed no longer. That there was one, and how large, stays."""
    await tx.execute(delete(FILE_PART).where(FILE_PART.c.file_id == number))


async def forget_where(tx: Tx, which: Any) -> None:
    """The contents of all files that meet a condition on their rows."""
    await tx.execute(delete(FILE_PART).where(FILE_PART.c.file_id.in_(select(FILE.c.id).where(which))))
