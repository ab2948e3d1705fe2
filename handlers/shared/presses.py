"""Buttons and views that stand on cards of more than one feature."""

from bot.model.press import Press
from bot.model.values import Going

INVITATION = "event.invitation"
MANAGED = "event.manage"
SHARED = "event.shared"
KEPT = "data.kept"
UNLISTED = "guest.unlisted"
LATE_ANSWER = "rsvp.late"  # a view of event and person, said once to the organisers


class Begin(Press, name="guest.begin"):
    """I am new here."""


class Answer(Press, name="rsvp"):
    """I am coming, not sure yet, I cannot come."""

    event: int
    going: Going


class Prepare(Press, name="caf.new"):
    """Prepare the world café of an event."""

    event: int


class MyIdeas(Press, name="idea.mine"):
    """What I have said in cafés that go on, a page at a time."""

    page: int


class Open(Press, name="rsvp.open"):
    """Show my card of an event."""

    event: int


class AskAbout(Press, name="ask"):
    """A question to the event's organisers."""

    event: int


class AskTeam(Press, name="ask.team"):
    """A question to the organisers, about no event in particular."""


class MyData(Press, name="data"):
    """The card with what is kept of me."""


class JoinAnother(Press, name="acc.join"):
    """I have another account: give me a code for it."""


class PartWith(Press, name="acc.part"):
    """This account is not to be mine any more."""

    account: int


class WriteTo(Press, name="acc.write"):
    """Write to me on the platform of this account; 0: wherever I was last."""

    account: int


class OtherLanguage(Press, name="lang.other"):
    """Switch between Romanian and English."""


class Manage(Press, name="ev.manage"):
    """The manager's card of an event."""

    event: int


class InviteTo(Press, name="inv"):
    """Choose whom to invite to an event."""

    event: int


class ChangeEvent(Press, name="ev.change"):
    """Change an event by a form."""

    event: int


class PostIn(Press, name="grp"):
    """Choose a group or channel for the card of an event."""

    event: int


class CancelEvent(Press, name="ev.cancel"):
    """Cancel an event; asked again before it is done."""

    event: int


class Export(Press, name="exp"):
    """Choose a table of an event to take as a file."""

    event: int


class ReportOn(Press, name="report"):
    """The figures of an event."""

    event: int


class PersonCard(Press, name="person"):
    """The manager's card of a person."""

    person: int


class OrganisationCard(Press, name="org"):
    """The manager's card of an organisation."""

    organisation: int


class AddAffiliation(Press, name="aff.add"):
    """The person speaks for one more organisation."""

    person: int


class ConfirmGuest(Press, name="guest.yes"):
    """This guest does speak for that organisation."""

    affiliation: int


class DeclineGuest(Press, name="guest.no"):
    """This guest does not speak for that organisation."""

    affiliation: int


class AddUnlisted(Press, name="guest.add"):
    """This guest does speak for that organisation, which is new to us."""

    person: int


class DeclineUnlisted(Press, name="guest.none"):
    """This guest speaks for no organisation here."""

    person: int


class EventRoles(Press, name="ev.roles"):
    """Who holds which role at an event."""

    event: int


class CalendarFeed(Press, name="cal.feed"):
    """The address from which my calendar fetches my events."""


class Nothing(Press, name="none"):
    """Leave it: the card says so, nothing is done."""
