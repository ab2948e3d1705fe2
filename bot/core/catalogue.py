"""Catalogues: our sentences in the languages we speak. English is the language of the msgids."""

import functools
from collections.abc import Mapping
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locales"
LOCALES = {"ro": Locale("ro"), "en": Locale("en", "GB")}
LANGUAGES = tuple(LOCALES)


def known(language: str, default: str = "en") -> str:
    """`language` if we speak it, else `default`."""
    code = language[:2].lower()
    return code if code in LOCALES else default


@functools.cache
def sentences(language: str) -> Mapping[str, str | tuple[str, ...]]:
    """Translation by msgid; a tuple holds the plural forms in the order of the language's CLDR categories."""
    path = FOLDER / language / "LC_MESSAGES" / "sfat.po"
    if language == "en" or not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        message.id[0] if isinstance(message.id, list | tuple) else message.id: (
            tuple(message.string) if isinstance(message.string, list | tuple) else message.string
        )
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


# CLDR categories in the order in which a .po file lists its forms.
_FORMS = {"ro": ("one", "few", "other"), "en": ("one", "other")}


def translate(language: str, msgid: str, plural: str = "", n: int | None = None) -> str:
    """The template for a sentence, the plural form chosen by CLDR; the English one where none is known."""
    found = sentences(language).get(msgid)
    if not plural:
        return found if isinstance(found, str) and found else msgid
    category = str(LOCALES[language].plural_form(n if n is not None else 0))
    if isinstance(found, tuple) and all(found):
        return found[_FORMS[language].index(category)]
    return msgid if n == 1 else plural
