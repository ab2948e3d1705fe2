"""The Romanian catalogue is true to its English, and written as an office that likes its visitors writes."""

import ast
import re
from collections.abc import Iterator

import pytest

import handlers
from bot.core import dialogue
from bot.core.catalogue import sentences, translate
from bot.core.translate import Reader, plain
from bot.model.text import N
from bot.web.pages import WORDS
from tests.catalogue_sentences import PLACEHOLDER, PO, ROOT, calls, counting, pairs, said
from tests.catalogue_words import AGREED, LABELS, NO_NOUN, SAME

PAGE_WORDS = ROOT / "bot" / "adapters" / "webchat" / "static" / "words.js"

ENDING = re.compile(r"[.?!:…›]$")

COMMAND = re.compile(r"(?<![\w/:])/([a-z_]+)")
FAMILIAR = re.compile(
    r"\b(ai|ești|poți|vrei|știi|vii|faci|dorești|scrii|alegi|răspunzi|tu|te|tine|ție|îți|tău|ta|tăi|tale|dumitale)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(the|please|your|you|this|that|and|with|for|not|only|here|which)\b", re.IGNORECASE)
WRONG_BEFORE_DAY = re.compile(r"\b(?:din|la|pe|în|pentru|cu) \{(?:day|moment|date)\}", re.IGNORECASE)
NO_COMMA_AFTER_DAY = re.compile(r"\bde \{day\}(?! \(|[,.;:?]|$)")
CAPITAL_DAY = re.compile(
    r"[\w,] (Luni|Marți|Miercuri|Joi|Vineri|Sâmbătă|Duminică|Ianuarie|Februarie|Martie|Aprilie|Mai|Iunie|Iulie|August|"
    r"Septembrie|Octombrie|Noiembrie|Decembrie)\b"
)


def test_placeholders_are_the_same() -> None:
    """Each form has the placeholders of its English, no more and no fewer."""
    other = [
        (english, form)
        for _, english, form in pairs()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(form))
    ]

    assert [] == other


@pytest.mark.parametrize("mark", ["*", "`"])
def test_marks_are_the_same(mark: str) -> None:
    """Bold and code open and close as often as in English."""
    other = [form for _, english, form in pairs() if form.count(mark) % 2 or english.count(mark) != form.count(mark)]

    assert [] == other


def test_sentences_end_alike() -> None:
    """A full stop, question mark, colon or ellipsis stands at the end in both languages or in neither."""
    other = [
        form
        for _, english, form in pairs()
        if not form.endswith("dvs.") and ENDING.findall(english) != ENDING.findall(form)
    ]

    assert [] == other


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PO.read_text(encoding="utf-8"), id="catalogue"),
        pytest.param(PAGE_WORDS.read_text(encoding="utf-8"), id="words.js"),
        pytest.param(" ".join(WORDS["ro"].values()), id="pages"),
    ],
)
def test_letters_have_commas_below(text: str) -> None:
    """Romanian is written with ș and ț, never with the cedilla letters of Turkish."""
    assert [] == re.findall(r"\w*[şţŞŢ]\w*", text)


def test_quotation_marks_are_romanian() -> None:
    """Words are quoted „so”: no straight marks, no English ones, none left open."""
    other = [form for _, _, form in pairs() if re.search("[\"'“‘’«»]", form) or form.count("„") != form.count("”")]

    assert [] == other


def test_nobody_is_spoken_to_familiarly() -> None:
    """Readers are "dumneavoastră": no word of ours is in the second person singular."""
    assert [] == [form for _, _, form in pairs() if FAMILIAR.search(form)]


def test_days_and_months_are_small() -> None:
    """Weekdays and months begin with a small letter."""
    assert [] == [form for _, _, form in pairs() if CAPITAL_DAY.search(form)]


def test_days_are_named_as_people_say_them() -> None:
    """`{day}` begins with its weekday: „evenimentul de duminică, 14 februarie 2027, …”, never „din duminică”.

    Its year is parted by a comma from a verb that follows.
    """
    other = [form for _, _, form in pairs() if WRONG_BEFORE_DAY.search(form) or NO_COMMA_AFTER_DAY.search(form)]

    assert [] == other


def test_no_english_is_left_over() -> None:
    """What reads the same in both languages holds no words, or is a word of both."""
    same = {msgid for msgid, english, form in pairs() if english == form and re.search(r"[^\W\d_]", _bare(form))}

    assert SAME == same


def test_no_english_word_stands_in_a_romanian_sentence() -> None:
    """Small English words betray a sentence that was translated by half."""
    assert [] == [form for _, _, form in pairs() if ENGLISH.search(_bare(form))]


def _bare(form: str) -> str:
    return PLACEHOLDER.sub("", form)


def test_commands_are_named_in_romanian() -> None:
    """A command in a sentence is named by the word that Romanians type."""
    routers = (*handlers.FEATURES, dialogue.router)
    words = {route.names[0]: route.names[-1] for router in routers for route in router.commands}
    other = [
        form
        for _, english, form in pairs()
        if [words[name] for name in COMMAND.findall(english)] != COMMAND.findall(form)
    ]

    assert [] == other


@pytest.mark.parametrize("msgid", ["✅ I am coming", "🤔 Not sure yet", "❌ I cannot come", "📤 Send"])
def test_agreed_labels_are_in_use(msgid: str) -> None:
    """The labels that people were promised are really those of the code."""
    assert msgid in said()


def test_what_was_agreed_stands() -> None:
    """Agreed labels and sentences are translated to the letter, as soon as the code says them."""
    known = {msgid: AGREED[msgid] for msgid in said().keys() & AGREED.keys()}

    assert known == {msgid: sentences("ro").get(msgid) for msgid in known}


def test_buttons_are_short() -> None:
    """No button says more than the longest label that was agreed: 34 characters."""
    longest = max(len(AGREED[msgid]) for msgid in LABELS)
    said_on_buttons = [str(sentences("ro").get(msgid, "")) for msgid in labels()]

    assert [] == [label for label in said_on_buttons if len(label) > longest]


def labels() -> Iterator[str]:
    """The msgids that stand on buttons, of those that are written right there."""
    for _, call in calls("Button"):
        label = call.args[0] if call.args else None
        if isinstance(label, ast.Call) and isinstance(label.func, ast.Name) and label.func.id == "T":
            yield ast.literal_eval(label.args[0])


@pytest.mark.parametrize(
    ("n", "form"), [(0, 1), (1, 0), (2, 1), (19, 1), (20, 2), (100, 2), (101, 1), (119, 1), (120, 2)]
)
def test_numbers_take_their_form(n: int, form: int) -> None:
    """Every counting sentence has the form for one, for few, or for many, as the number asks."""
    plurals = {msgid: next(iter(said()[msgid])) for msgid in counting()}

    chosen = {msgid: translate("ro", msgid, plural, n) for msgid, plural in plurals.items()}

    assert {msgid: forms[form] for msgid, forms in counting().items()} == chosen


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1 răspuns"), (0, "0 răspunsuri"), (19, "19 răspunsuri"), (20, "20 de răspunsuri"), (101, "101 răspunsuri")],
)
def test_answers_are_counted(n: int, text: str) -> None:
    """20 de răspunsuri, but 101 răspunsuri."""
    assert text == plain(N("{n} answer", "{n} answers", n), Reader("ro", "Europe/Bucharest"))


def test_many_take_de() -> None:
    """From twenty on, "de" stands between the number and what is counted."""
    counted = [forms[2] for msgid, forms in counting().items() if "{n}" in forms[2] and msgid not in NO_NOUN]

    assert [] == [many for many in counted if not re.search(r"\{n\}\*? de \w", many)]


def test_few_take_no_de() -> None:
    """Below twenty, and up to 19 above each hundred, nothing stands between them."""
    assert [] == [(one, few) for one, few, _ in counting().values() if re.search(r"\{n\}\*? de ", one + few)]


def test_exceptions_are_still_needed() -> None:
    """What is excepted from "de" is said by the code."""
    assert set() == NO_NOUN.keys() - said().keys()
