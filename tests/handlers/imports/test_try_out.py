"""The try-out's own lab, as its readers of two languages are to see it."""

from bot.demo.stage import SAMPLE
from handlers.imports import ImportedProgramme, read_import


def test_nothing_is_said_in_one_language_only() -> None:
    """What has words has them in both languages; a platform and an address, which have none, are names."""
    found = read_import(SAMPLE.name, SAMPLE.read_bytes())
    assert isinstance(found, ImportedProgramme) and found.contact is not None and found.contact.role is not None
    words = [found.title, found.contact.role, *(one.topic for one in found.labs), *(one.name for one in found.sectors)]
    words += [one.title for one in found.events]
    names = [one.platform for one in found.events] + [one.address for one in found.venues]

    assert [{"ro", "en"}] * len(words) == [set(one.texts) for one in words]
    assert [] == [name for name in names if not name.isascii() or "parter" in name]
