"""People and organisations by hand: found, added, corrected, tied to each other; roles given and ended."""

from handlers.people import affiliations, correcting, links, lists, organisation, person, roles, search, staff
from handlers.people.doors import router

__all__ = [
    "affiliations",
    "correcting",
    "links",
    "lists",
    "organisation",
    "person",
    "roles",
    "router",
    "search",
    "staff",
]
