"""The words of a room: which forms are one word, how it is written, what is left out."""

import pytest

from bot.web.cloud import SIZES, cloud


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        (("spațiu", "spațiul", "spații", "spații"), "spații"),
        (("spaţii", "spatii", "spațiile"), "spații"),
        (("Artiști", "artisti", "artiștilor"), "artiști"),
        (("stradă", "străzi", "strada", "stradă"), "stradă"),
        (("atelier", "ateliere", "atelierele", "atelier"), "atelier"),
        (("finanțare", "finantarea", "finanțare"), "finanțare"),
        (("space", "spaces", "space"), "space"),
        (("city", "cities", "city"), "city"),
        (("școală", "şcoală", "scoala"), "școală"),
    ],
)
def test_forms_of_one_word_are_one(forms: tuple[str, ...], shown: str) -> None:
    """Endings, missing marks and the letters of old keyboards make no other word; it is shown with its marks."""
    assert [(shown, len(forms))] == [(one.word, one.times) for one in cloud(forms)]


@pytest.mark.parametrize("text", ["și pentru că nu este", "the and with people's", "a b 12 2027", "idem", "", "🙏 ?!"])
def test_what_says_nothing_is_left_out(text: str) -> None:
    """Joining words of both languages, single letters, numbers."""
    assert [] == cloud([text])


@pytest.mark.parametrize("text", ["https://example.org/pagina", "ana@example.org", "<script>", "<b></b>"])
def test_addresses_and_markup_are_no_words(text: str) -> None:
    """What leads elsewhere, or names somebody, is not shown large."""
    assert [] == cloud([text])


def test_a_word_counts_once_in_an_idea() -> None:
    """Whoever says it five times has said it once."""
    assert [("muzică", 1)] == [(one.word, one.times) for one in cloud(["muzică muzică MUZICĂ"])]


def test_sizes_follow_counts() -> None:
    """What was said most is the largest, what was said least the smallest."""
    found = {one.word: one.size for one in cloud(["parc"] * 9 + ["muzeu"] * 5 + ["teatru"])}

    assert (SIZES, 1, True) == (found["parc"], found["teatru"], 1 < found["muzeu"] < SIZES)


def test_only_the_first_are_shown() -> None:
    """More could not be read; those that were said most stay."""
    assert ["parc"] == [one.word for one in cloud(["parc parcare", "parc"], most=1)]


def test_the_order_is_that_of_the_alphabet() -> None:
    """Marks make no difference to it, and a new count moves no word."""
    assert ["artă", "școală", "teatru"] == [one.word for one in cloud(["teatru teatru", "școală", "teatru", "artă"])]
