"""The router of this feature, the names of its views and forms, and its buttons."""

from enum import StrEnum

from bot.core import Router
from bot.model.press import Press
from bot.model.values import Role

router = Router("people")

HOME, FOUND = "people.home", "people.found"
ORGANISATIONS, GUESTS, UNREACHABLE = "people.organisations", "people.guests", "people.unreachable"
PERSON, AFFILIATIONS, LINK = "person.card", "person.affiliations", "person.link"
ORGANISATION = "organisation.card"
ROLES, SCOPES, PLACES, ENDING = "person.roles", "role.scopes", "role.places", "role.ending"
EVENT_ROLES, LAB_ROLES = "event.roles", "lab.roles"
FIND = "people.find"
NEW_PERSON, CHANGE_PERSON, AFFILIATE = "person.new", "person.change", "person.affiliate"
NEW_ORGANISATION, CHANGE_ORGANISATION = "organisation.new", "organisation.change"
EVENT_GIVE, LAB_GIVE = "event.give", "lab.give"


class Office(StrEnum):
    """The roles that can be given."""

    MANAGER = Role.MANAGER.value
    FACILITATOR = Role.FACILITATOR.value
    HOST = Role.HOST.value


class Home(Press, name="people"):
    """Where one begins: search, lists, add."""


class Find(Press, name="people.find"):
    """Look for a name."""


class Organisations(Press, name="people.orgs"):
    """The organisations, a page at a time."""

    page: int


class Guests(Press, name="people.guests"):
    """Those who wait to be confirmed, a page at a time."""

    page: int


class Lost(Press, name="people.lost"):
    """Those who can not be written to any more, a page at a time."""

    page: int


class AddPerson(Press, name="person.new"):
    """Add a person; in which programme is asked when there are several."""


class AddPersonTo(Press, name="person.in"):
    """Add a person to this programme."""

    programme: int


class AddPersonAt(Press, name="person.at"):
    """Add a person to this organisation."""

    organisation: int


class AddOrganisation(Press, name="org.new"):
    """Add an organisation; in which programme is asked when there are several."""


class AddOrganisationTo(Press, name="org.in"):
    """Add an organisation to this programme."""

    programme: int


class ChangePerson(Press, name="person.change"):
    """Correct a person by a form."""

    person: int


class ChangeOrganisation(Press, name="org.change"):
    """Correct an organisation by a form."""

    organisation: int


class Affiliations(Press, name="person.orgs"):
    """For whom a person speaks."""

    person: int


class EndAffiliation(Press, name="aff.end"):
    """The person no longer speaks for that organisation."""

    affiliation: int


class ToggleLead(Press, name="aff.lead"):
    """The person leads for that organisation, or no longer does: whichever is not so now."""

    affiliation: int


class PersonalLink(Press, name="link"):
    """Show a person's own link."""

    person: int


class RenewLink(Press, name="link.new"):
    """Close a person's link and make another."""

    person: int


class Roles(Press, name="roles"):
    """The roles a person holds."""

    person: int


class ChooseScope(Press, name="role.for"):
    """Give a person this role: how far?"""

    person: int
    office: Office


class ChooseEvent(Press, name="role.event"):
    """For which event? A page at a time."""

    person: int
    office: Office
    page: int


class ChooseLab(Press, name="role.lab"):
    """For which lab? A page at a time."""

    person: int
    office: Office
    page: int


class GiveHere(Press, name="give.all"):
    """Give a role on the whole installation, whose number says nothing: there is one."""

    installation: int
    person: int
    office: Office


class GiveInProgramme(Press, name="give.prog"):
    """Give a role on a programme."""

    programme: int
    person: int
    office: Office


class GiveInLab(Press, name="give.lab"):
    """Give a role on a lab."""

    lab: int
    person: int
    office: Office


class GiveAtEvent(Press, name="give.event"):
    """Give a role on an event."""

    event: int
    person: int
    office: Office


class EndRole(Press, name="role.end"):
    """End a role; asked again before it is done."""

    grant: int


class EndRoleNow(Press, name="role.end.yes"):
    """Yes, end it."""

    grant: int


class LabRoles(Press, name="lab.roles"):
    """Who holds which role on a lab."""

    lab: int


class GiveSomebodyEvent(Press, name="ev.give"):
    """Give somebody a role on this event: whom and which is asked by a form."""

    event: int


class GiveSomebodyLab(Press, name="lab.give"):
    """Give somebody a role on this lab: whom and which is asked by a form."""

    lab: int
