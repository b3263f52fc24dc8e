"""Who may read a ticket's redacted text: the policy's answer for one person, for a query, and for the database."""

from piccolo.columns.combination import And, Or

from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import CategoryRule, Ticket
from helpdesk.tickets.ticket_rows import Condition, TicketRow

_SCOPES = ("desk", "team", "assignee")


def may_read(viewer: StaffMember, ticket: TicketRow) -> bool:
    """Say whether the policy lets this person read a ticket's redacted text. Only agents ever do."""
    if viewer.role is not Role.AGENT:
        return False
    return {
        "desk": True,
        "team": viewer.team in ("", ticket.team) or ticket.assignee == viewer.id,
        "assignee": ticket.assignee in (None, viewer.id) and viewer.team in ("", ticket.team),
    }[ticket.rules.text_for]


def readable_by(viewer: StaffMember) -> Condition:
    """Give `may_read` as a condition of a query, for lists and searches."""
    rules = policy.in_use().categories
    slugs = {scope: [slug for slug, rule in rules.items() if rule.text_for == scope] for scope in _SCOPES}
    if viewer.role is not Role.AGENT:
        return Ticket.category.is_in([""])
    mine = Ticket.assignee == viewer.id
    condition: Condition = Ticket.category.is_in([*slugs["desk"], *([] if viewer.team else slugs["team"]), ""])
    if viewer.team and slugs["team"]:
        condition = Or(condition, And(Ticket.category.is_in(slugs["team"]), Or(Ticket.team == viewer.team, mine)))
    if slugs["assignee"]:
        free = And(Ticket.category.is_in(slugs["assignee"]), Or(Ticket.assignee.is_null(), mine))
        condition = Or(condition, And(free, Ticket.team == viewer.team) if viewer.team else free)
    return condition


async def keep_category_rules() -> None:
    """Tell the database what the policy says of each category, for its own row-level security (walls.sql).

    effects  one row a category; one that the policy no longer has is for its assignee only
    """
    for slug, category in policy.in_use().categories.items():
        await CategoryRule.raw(
            "INSERT INTO category_rule (category, text_for, at_once, two_person, never) VALUES ({}, {}, {}, {}, {})"
            " ON CONFLICT (category) DO UPDATE SET text_for = excluded.text_for, at_once = excluded.at_once,"
            " two_person = excluded.two_person, never = excluded.never"
            " WHERE (category_rule.text_for, category_rule.at_once, category_rule.two_person, category_rule.never)"
            " IS DISTINCT FROM (excluded.text_for, excluded.at_once, excluded.two_person, excluded.never)",
            slug,
            category.text_for,
            [f"field:{name}" for name in category.at_once],
            category.two_person,
            category.never,
        )
    await CategoryRule.update({CategoryRule.text_for: "assignee"}).where(
        CategoryRule.category.not_in(list(policy.in_use().categories))
    )
