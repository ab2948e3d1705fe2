"""Tokens are derived and can be told from forgeries; codes can be typed; the vault opens with any key of ours."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.links import Links
from bot.core.tokens import CODE_LENGTH, CODE_LETTERS, Keys, Token, looks_like_code

OLD, NEW = "the old key", "the new key"
KEYS = Keys([NEW, OLD])
KINDS = st.sampled_from(string.ascii_lowercase)
IDS = st.integers(0, 2**62)
GENERATIONS = st.integers(1, 36**6 - 1)


@given(KINDS, IDS, GENERATIONS)
def test_a_genuine_token_says_what_it_was_made_for(kind: str, number: int, generation: int) -> None:
    """Kind, id and generation come back."""
    assert Token(kind, number, generation) == KEYS.read(KEYS.token(kind, number, generation))


@given(KINDS, IDS, GENERATIONS)
def test_a_token_fits_a_start_parameter(kind: str, number: int, generation: int) -> None:
    """At most 64 of the letters that Telegram lets through."""
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", KEYS.token(kind, number, generation))


def test_a_token_is_derived() -> None:
    """The same link has the same token, so that it can be exported again."""
    assert KEYS.token("p", 17, 2) == KEYS.token("p", 17, 2)


@given(st.text(max_size=70))
def test_a_forgery_is_none(token: str) -> None:
    """Any other text says nothing."""
    assert KEYS.read(token) is None


@given(IDS, st.integers(0, 60), st.characters())
def test_one_letter_changed_is_a_forgery(number: int, at: int, letter: str) -> None:
    """A token that is not exactly ours says nothing."""
    token = KEYS.token("p", number)
    at %= len(token)
    forged = token[:at] + letter + token[at + 1 :]

    assert forged == token or KEYS.read(forged) is None


@pytest.mark.parametrize("field", ["kind", "number", "generation"])
def test_a_signature_belongs_to_its_own_token(field: str) -> None:
    """The signature of one kind, id or generation opens no other."""
    token = KEYS.token("p", 17, 1)
    other = {"kind": ("c", 17, 1), "number": ("p", 18, 1), "generation": ("p", 17, 2)}[field]
    forged = KEYS.token(*other)[:-22] + token[-22:]

    assert KEYS.read(forged) is None


def test_an_old_key_still_reads() -> None:
    """After a rotation links that were sent before still open."""
    assert Token("p", 17, 1) == KEYS.read(Keys([OLD]).token("p", 17))


def test_a_new_token_has_the_newest_key() -> None:
    """After a rotation tokens are made with the new key."""
    assert Keys([NEW]).token("p", 17) == KEYS.token("p", 17)


def test_a_removed_key_reads_nothing() -> None:
    """A key that was taken away opens nothing any more."""
    assert Keys([NEW]).read(Keys([OLD]).token("p", 17)) is None


@pytest.mark.parametrize("keys", [[], [""], ["x", ""]])
def test_a_key_is_needed(keys: list[str]) -> None:
    """Without a key, or with an empty one, nothing starts."""
    with pytest.raises(ValueError, match="secret key"):
        Keys(keys)


def test_codes_are_unambiguous() -> None:
    """Eight letters and digits, none of which looks like another."""
    code = KEYS.code()

    assert CODE_LENGTH == len(code) and set(code) <= set(CODE_LETTERS) and not set("01OIL") & set(CODE_LETTERS)


def test_codes_differ() -> None:
    """No code is like another."""
    assert 200 == len({KEYS.code() for _ in range(200)})


@given(st.integers(0, 2**31 - 1))
def test_a_derived_code_is_typed_like_any_other(number: int) -> None:
    """Eight of the letters, always the same for an id, and another one for another kind, id or key."""
    code = KEYS.code_of("j", number)

    assert looks_like_code(code) and code == code.upper()
    assert code == KEYS.code_of("j", number)
    others = {KEYS.code_of("k", number), KEYS.code_of("j", number + 1), Keys([OLD]).code_of("j", number)}
    assert code not in others


def test_a_code_may_be_typed_in_small_letters() -> None:
    """What is kept of a code is the same however it is typed."""
    code = KEYS.code()

    assert KEYS.digest(code) == KEYS.digest(code.lower())


def test_a_digest_does_not_tell_the_code() -> None:
    """What is kept needs the key, and does not contain the code."""
    assert KEYS.digest("ABCDEFGH") != Keys([OLD]).digest("ABCDEFGH") and "ABCDEFGH" not in KEYS.digest("ABCDEFGH")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("abcdefgh", True),
        ("ABCD2345", True),
        ("ABCDEFG", False),
        ("ABCDEFGHJ", False),
        ("ABCDEFG0", False),
        ("", False),
    ],
)
def test_what_looks_like_a_code(word: str, expected: bool) -> None:
    """Eight of the letters, large or small."""
    assert expected is looks_like_code(word)


def test_shared_secrets_fit_a_header_and_a_webhook() -> None:
    """One for each key, the newest first, in letters that Telegram takes."""
    new, old = KEYS.shared_secrets("webhook")

    assert (Keys([NEW]).shared_secrets("webhook"), Keys([OLD]).shared_secrets("webhook")) == ((new,), (old,))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in (new, old))


def test_a_shared_secret_is_for_one_purpose() -> None:
    """Whoever is told one does not know the other."""
    assert set(KEYS.shared_secrets("webhook")).isdisjoint(KEYS.shared_secrets("metrics"))


@given(st.text())
def test_the_vault_gives_back(text: str) -> None:
    """What was sealed is unsealed, after a rotation too."""
    assert text == KEYS.unseal(Keys([OLD]).seal(text))


def test_the_vault_hides() -> None:
    """What is sealed can not be read, nor opened by another key."""
    sealed = KEYS.seal("a secret")

    assert "secret" not in sealed and Keys(["another"]).unseal(sealed) is None


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAAB", "é"])
def test_the_vault_refuses_what_is_not_sealed(sealed: str) -> None:
    """Anything else is None, never an error."""
    assert KEYS.unseal(sealed) is None


@pytest.mark.parametrize(
    ("public", "expected"), [("https://lab.example.org/", "https://lab.example.org/rsvp/"), ("", "deep:")]
)
def test_a_personal_link(public: str, expected: str) -> None:
    """With a public address it leads to the page, else straight to the bot."""
    links = Links(KEYS, public)
    links.deep_link = lambda token: f"deep:{token}"

    assert expected + KEYS.token("p", 17, 3) == links.personal(17, 3)
