"""Questions to the organisers, and the answer that closes them."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import Utc, table


class QuestionRow(SQLModel, table=True):
    """A question from a person, about an event or the programme. Its words are gone when it is dropped or erased.

    `state` is draft (the person was offered to send it), open, answered, elsewhere (answered outside the chat) or
    dropped. `place_id` is the chat in which the answer is waited for.
    """

    __tablename__ = "question"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    event_id: int | None = Field(default=None, foreign_key="event.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    place_id: int | None = Field(default=None, foreign_key="place.id")
    text: str
    language: str
    answer: str = ""
    answer_by_id: int | None = Field(default=None, foreign_key="person.id")
    state: str = Field(default="draft", max_length=12)
    asked_at: datetime = Field(sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)


QUESTION = table(QuestionRow)
