"""What the policy file says of teams and categories, to be read here and changed there."""

from collections.abc import Mapping

from litestar import Response, get

from helpdesk.people.queries import Person, people
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.portal.privacy_notice import notice
from helpdesk.web.responses import locale_of, page


def policy_file(request: AnyRequest) -> Mapping[str, object]:
    """Say in which file the policy stands and which command checks it, for pages that show what it says."""
    own: str = request.app.state.policy_file
    return {
        "is_own": bool(own),
        "policy_file": own or str(policy.SHIPPED),
        "policy_check": f"helpdesk policy check {own or 'FILE'}",
        "policy_setting": "HELPDESK_POLICY",
    }


@get("/manage/teams")
async def teams(request: AnyRequest) -> Response[str]:
    """Show every team of the policy with its agents, and who serves all teams."""
    await session.overseer(request)
    locale, there = locale_of(request), [one for one in await people() if one.state != "deactivated"]
    served = [one for one in there if one.role is Role.AGENT]
    shown = [
        {"name": team.name[locale], "members": [_member(one) for one in served if one.team == slug]}
        for slug, team in policy.in_use().teams.items()
    ]
    everywhere = [_member(one) for one in served if not one.team]
    context = {"teams": shown, "everywhere": everywhere, "place": "/manage/teams", **policy_file(request)}
    return page(request, "manage/teams.html", context)


@get("/manage/categories")
async def categories(request: AnyRequest) -> Response[str]:
    """Show each category as the privacy notice tells it to customers, for whoever runs the desk."""
    await session.overseer(request)
    told = notice(policy.in_use(), locale_of(request))
    context = {name: told[name] for name in ("categories", "version", "minutes")}
    return page(request, "manage/categories.html", {**context, **policy_file(request), "place": "/manage/categories"})


def _member(one: Person) -> Mapping[str, object]:
    return {"id": str(one.id), "name": one.name, "state": one.state}
