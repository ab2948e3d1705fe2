"""What a manager can decide about a guest whose organisation is not among ours, wherever the guest is shown."""

from bot.model.card import Button, Row
from bot.model.text import T
from handlers.shared.presses import AddAffiliation, AddUnlisted, DeclineUnlisted
from storage.people import PersonRow


def decisions(person: PersonRow) -> tuple[Row, ...]:
    """Add the organisation, say which one is meant, or decline; nothing when there is nothing to decide."""
    number = person.id or 0
    if person.represents is None:
        return ()
    others = (Button(T("🏢 Choose another"), AddAffiliation(number)), Button(T("Decline"), DeclineUnlisted(number)))
    if person.programme_id is None:  # nobody knows to which programme a new organisation would belong
        return (others,)
    return ((Button(T("✅ Add it and confirm"), AddUnlisted(number)),), others)
