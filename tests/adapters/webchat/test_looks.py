"""What can be known of the page without a browser: contrast, words, modules."""

import re
from pathlib import Path

import pytest

from bot.adapters.webchat import pages, refusals

FOLDER = Path(pages.__file__).parent / "static"
BASE = (FOLDER / "base.css").read_text()
WORDS = (FOLDER / "words.js").read_text()
SCRIPTS = "\n".join(file.read_text() for file in sorted(FOLDER.glob("*.js")))

PAIRS = [
    *(("ink", ground) for ground in ("ground", "surface", "card", "said", "accent-soft", "warn-soft")),
    *(("soft", ground) for ground in ("ground", "surface", "card", "warn-soft")),
    *(("accent", ground) for ground in ("surface", "card", "said")),
    *(("on-accent", ground) for ground in ("accent", "accent-strong")),
    *(("warn", ground) for ground in ("surface", "card")),
    ("gold", "gold-soft"),
    ("surface", "ink"),
    ("surface", "warn"),
    ("white", "face"),
]
EDGES = [("edge", "card"), ("edge", "surface"), ("focus", "surface"), ("focus", "card"), ("accent", "surface")]
HUES = [0, 1, 2, 3]


def palette(dark: bool, hue: int) -> dict[str, str]:
    """The colours by name, as the style sheet sets them for a scheme and a persona."""
    light_part, dark_part = BASE.split("@media (prefers-color-scheme: dark)", 1)
    colours = {"white": "#ffffff"}
    for part in [light_part, dark_part] if dark else [light_part]:
        for selector in (r":root", rf"\.hue-{hue}"):
            for block in re.findall(rf"{selector} {{(.*?)}}", part, re.DOTALL):
                colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    return colours


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("hue", HUES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(dark: bool, hue: int, text: str, ground: str) -> None:
    """Every text has a contrast of at least 4.5 with what it stands on (WCAG 2.2, 1.4.3)."""
    colours = palette(dark, hue)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_controls_can_be_seen(dark: bool, edge: str, ground: str) -> None:
    """Edges of buttons and boxes and the focus ring have a contrast of at least 3 (WCAG 2.2, 1.4.11)."""
    colours = palette(dark, 0)
    assert contrast(colours[edge], colours[ground]) >= 3


def codes(language: str) -> dict[str, str]:
    """The page's dictionary of one language."""
    (block,) = re.findall(rf"^  {language}: {{\n(.*?)^  }},", WORDS, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r'^    (\w+): "(.*)",$', block, re.MULTILINE))


def test_every_word_exists_in_both_languages() -> None:
    """Romanian and English have the same words with the same places for values."""
    shape = {
        language: {code: re.findall(r"\{\w+\}", text) for code, text in codes(language).items()}
        for language in ("ro", "en")
    }
    assert shape["ro"] == shape["en"]


def test_romanian_has_its_own_letters() -> None:
    """Romanian is written with comma-below letters, not with the cedilla of old keyboards."""
    assert [] == re.findall("[şţŞŢ]", WORDS + (FOLDER / "closed.html").read_text())


def test_no_word_is_left_over() -> None:
    """Every word of the dictionary is asked for, by its code or by what the server answers."""
    answered = {value.code for value in vars(refusals).values() if isinstance(value, refusals.Refusal)}
    used = set(re.findall(r'"([a-z_]+)"', SCRIPTS + (FOLDER / "chat.html").read_text()))
    assert set() == set(codes("ro")) - used - answered - {"hint_day", "hint_hour", "refused"}


@pytest.mark.parametrize("call", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("])
def test_scripts_make_no_markup(call: str) -> None:
    """No script turns text into markup or code."""
    assert call not in SCRIPTS


def test_every_address_in_the_page_is_a_file() -> None:
    """What pages and scripts load exists under the static address."""
    sources = SCRIPTS + "".join(file.read_text() for file in FOLDER.glob("*.html"))
    assert set() == set(re.findall(r"/chat/static/([\w.-]+)", sources)) - set(pages.load_pages())
