"""A plan as it leaves this program: plain values, ready for JSON."""

from handlers.cafe.seating.plan import Id, Plan

Places = dict[str, Id]


def document(plan: Plan) -> dict[str, list[Places] | Places | list[dict[str, list[Id]]]]:
    """`people` as they were given, `hosts` by table, and `rounds`: for each, who sits at which table."""
    return {
        "people": [{"id": guest.id, "org": guest.organisation, "sector": guest.sector} for guest in plan.wanted.people],
        "hosts": {str(table): host for table, host in sorted(plan.wanted.hosts.items())},
        "rounds": [{str(number): list(table) for number, table in enumerate(seated, 1)} for seated in plan.rounds],
    }
