"""The web chat's memory: what stands in each chat. Bodies are encrypted by whoever writes them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, Utc, table


class WebMessageRow(SQLModel, table=True):
    """One message of a web chat; `key` makes an append that is tried again the same message."""

    __tablename__ = "web_message"
    __table_args__ = (UniqueConstraint("chat", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    chat: str = Field(max_length=64)
    key: str = Field(max_length=128)
    ours: bool
    edited: bool = False
    body: str
    at: datetime = Field(sa_type=Utc)


WEB_MESSAGE = table(WebMessageRow)
