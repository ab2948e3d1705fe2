"""Answers in words: what certainly means a button does, and nothing else."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.values import Going
from handlers.shared.answer_words import going_meant

MEANT = {
    Going.YES: [
        "da",
        "Vin",
        "yes",
        "👍",
        "👍🏽👍🏽",
        "✅ Vin",
        "✅ I am coming",
        "Vin, mulțumesc!",
        "da, sigur",
        "Sigur că da!",
        "Da, vin cu drag",
        "Bună ziua! Confirm participarea. Mulțumesc pentru invitație.",
        "O să vin și eu 🙂",
        "Voi fi prezentă.",
        "yes I'll be there",
        "Yes, I’ll be there, see you then!",
        "Thanks for the invitation, I will come",
        "count me in 🎉",
    ],
    Going.NO: [
        "nu",
        "no",
        "👎",
        "❌ Nu pot veni",
        "Nu pot, din păcate",
        "din pacate nu pot sa ajung",
        "Îmi pare rău, dar nu pot veni.",
        "Nu mai vin, scuze",
        "N-am cum să ajung de data aceasta.",
        "nu, mulțumesc",
        "Nu voi putea participa. Vă mulțumesc! O zi bună!",
        "sorry, can't make it",
        "Unfortunately I won't be able to attend 😢",
        "I'm afraid I can not come",
        "Sorry, but I'm not coming",
    ],
    Going.MAYBE: [
        "poate",
        "maybe",
        "🤔",
        "🤷‍♀️",
        "🤔 Nu știu încă",
        "nu ştiu încă",
        "Încă nu știu, scuze",
        "nu sunt sigură",
        "S-ar putea să vin",
        "nu știu dacă pot veni",
        "not sure yet",
        "I don't know yet, sorry",
        "Not sure whether I can come",
    ],
}
CERTAIN = [(words, going) for going, table in MEANT.items() for words in table]
UNCERTAIN = [
    "",
    "   ",
    "…",
    "?",
    "da?",
    "vin?",
    "Da, dar cine mai vine?",
    "da, dar cine mai vine",
    "da, dar nu pot",
    "nu știu dacă vin, cât costă?",
    "nu știu dacă vin, cât costă",
    "da sau nu",
    "nu, vin",
    "da, poate",
    "poate nu",
    "👍👎",
    "nu sigur",
    "nu neapărat",
    "nu încă",
    "no problem",
    "nu e nicio problemă",
    "vin cu un coleg",
    "vin mâine",
    "mulțumesc",
    "Cu plăcere!",
    "sorry",
    "ok",
    "yesterday",
    "danie",
    "nuvin",
    "stop",
    "ajutor",
    "da " * 200,
]
AROUND = st.text(st.sampled_from(" .,;:!…\n\t\u200b\ufeff\"'„”()"), max_size=4)


@pytest.mark.parametrize(("words", "going"), CERTAIN)
def test_what_is_certain(words: str, going: Going) -> None:
    """An answer with a greeting, thanks or regret around it is that answer, in both languages."""
    assert going is going_meant(words)


@pytest.mark.parametrize("words", UNCERTAIN)
def test_what_is_not(words: str) -> None:
    """A question, a condition, a contradiction, courtesy alone, a word nobody foresaw: never guessed at."""
    assert None is going_meant(words)


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    """Whatever is written, it is an answer or none."""
    assert going_meant(words) in (*Going, None)


@given(st.sampled_from(CERTAIN), AROUND, AROUND, st.booleans(), st.booleans())
def test_how_it_is_written_does_not_matter(
    certain: tuple[str, Going], before: str, after: str, capitals: bool, bare: bool
) -> None:
    """Case, accents, and the marks around it change nothing."""
    words, going = certain
    if capitals:
        words = words.upper()
    if bare:
        apart = unicodedata.normalize("NFD", words)
        words = "".join(letter for letter in apart if not unicodedata.combining(letter))

    assert going is going_meant(f"{before}{words}{after}")


@given(st.sampled_from(CERTAIN), st.text(min_size=1))
def test_a_question_is_no_answer(certain: tuple[str, Going], more: str) -> None:
    """Whoever asks something wants to be answered, whatever else they say."""
    words, _ = certain

    assert None is going_meant(f"{words} {more}?")


@example([("nu", Going.NO), ("Vin", Going.YES)], "\n")
@given(st.lists(st.sampled_from(CERTAIN), min_size=2, max_size=2), st.sampled_from([". ", "! ", "\n", ", ", "; "]))
def test_contradictions_are_no_answer(several: list[tuple[str, Going]], between: str) -> None:
    """Two answers in one message count only when they are the same."""
    meant = {going for _, going in several}

    found = going_meant(between.join(words for words, _ in several))

    assert found is (meant.pop() if len(meant) == 1 else None)
