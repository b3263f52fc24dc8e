"""Where managers and officers compose a notice, look at it and at the number it reaches, send it and stop it."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NoticeHoldsDetails
from helpdesk.notices.aim import Aim
from helpdesk.notices.compose import (
    TEXT_LIMIT,
    TITLE_LIMIT,
    WORDS,
    Draft,
    compose_notice,
    discard_notice,
    revise_notice,
)
from helpdesk.notices.queries import FEW, NoticeRow, Progress, all_notices, notice_of
from helpdesk.notices.send import send_notice
from helpdesk.notices.stop import stop_notice
from helpdesk.notices.tables import NoticeKind, Way
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.web import session
from helpdesk.web.chips import kind_name
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/notices/manage"
FIELDS = ("kind", *WORDS, "begins", "ends", "aim", "category", "domain")


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show the form of a new notice, and the notices there are."""
    return await _index(request, await session.announcer(request), {})


@post(PLACE, status_code=200)
async def compose(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Keep a draft and show it; what was typed stays when something is wrong."""
    member = await session.announcer(request)
    typed = await read_staff_form(request, allowed=FIELDS)
    try:
        notice = await compose_notice(_draft(typed), by=member, now=clock.now())
    except Invalid as error:
        return await _index(request, member, typed, error)
    return go_to(f"{PLACE}/{notice}")


@get(PLACE + "/{notice:uuid}")
async def show(request: AnyRequest, notice: FromPath[UUID]) -> Response[str]:
    """Show a draft with the number it reaches, or how far the sending of a notice is; raises NotFound."""
    return await _show(request, notice, await session.announcer(request))


@post(PLACE + "/{notice:uuid}", status_code=200)
async def revise(request: AnyRequest, notice: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Change a draft; what was typed stays when something is wrong. Raises NotFound."""
    member = await session.announcer(request)
    typed = await read_staff_form(request, allowed=FIELDS)
    try:
        await revise_notice(notice, _draft(typed), by=member, now=clock.now())
    except Invalid as error:
        return await _show(request, notice, member, typed, error)
    return go_to(f"{PLACE}/{notice}")


@post(PLACE + "/{notice:uuid}/sending", status_code=200)
async def send(request: AnyRequest, notice: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Publish a draft and begin to send it; raises NotFound."""
    member = await session.announcer(request)
    await read_staff_form(request, allowed=())
    await send_notice(notice, by=member, now=clock.now())
    return go_to(f"{PLACE}/{notice}")


@post(PLACE + "/{notice:uuid}/stop", status_code=200)
async def stop(request: AnyRequest, notice: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take back what is not sent yet; raises NotFound."""
    member = await session.announcer(request)
    await read_staff_form(request, allowed=())
    await stop_notice(notice, by=member, now=clock.now())
    return go_to(f"{PLACE}/{notice}")


@post(PLACE + "/{notice:uuid}/discarding", status_code=200)
async def discard(request: AnyRequest, notice: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Throw a draft away; raises NotFound."""
    member = await session.announcer(request)
    await read_staff_form(request, allowed=())
    await discard_notice(notice, by=member, now=clock.now())
    return go_to(PLACE)


def _draft(typed: Mapping[str, str]) -> Draft:
    aim = Aim(typed.get("aim", ""), typed.get("category", ""), typed.get("domain", ""))
    return Draft(**{name: typed.get(name, "") for name in ("kind", *WORDS, "begins", "ends")}, aim=aim)


async def _index(
    request: AnyRequest, member: StaffMember, typed: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    notices = await all_notices(locale_of(request), viewer=member)
    context = {"notices": notices, "place": PLACE, **_form(typed, locale_of(request), error)}
    return page(request, "notices/index.html", context, status=422 if error else 200)


async def _show(
    request: AnyRequest,
    notice: UUID,
    member: StaffMember,
    typed: Mapping[str, str] | None = None,
    error: Invalid | None = None,
) -> Response[str]:
    wordings, progress = await notice_of(notice, viewer=member)
    locale = locale_of(request)
    context = {
        "id": str(notice),
        "wordings": wordings,
        "progress": progress,
        "category_name": _categories(locale).get(progress.category, progress.category),
        "few": FEW,
        "place": PLACE,
        **_form(_typed(wordings, progress) if typed is None else typed, locale, error),
    }
    return page(request, "notices/show.html", context, status=422 if error else 200)


def _typed(wordings: Mapping[str, NoticeRow], progress: Progress) -> Mapping[str, str]:
    """Give a draft as it was typed; its domain is not known any more."""
    english, arabic = wordings["en"], wordings["ar"]
    times = {"begins": english.begins_at, "ends": english.ends_at}
    return {
        "kind": english.kind,
        "title_en": english.title,
        "text_en": english.text,
        "title_ar": arabic.title,
        "text_ar": arabic.text,
        **{name: f"{moment:%Y-%m-%dT%H:%M}" if moment else "" for name, moment in times.items()},
        "aim": progress.aim,
        "category": progress.category,
    }


def _form(typed: Mapping[str, str], locale: str, error: Invalid | None) -> Mapping[str, object]:
    filled = {name: typed.get(name, "") for name in FIELDS}
    return {
        "typed": {**filled, "aim": filled["aim"] or str(Way.EVERYONE)},
        "kinds": [str(kind) for kind in NoticeKind],
        "ways": [str(way) for way in Way],
        "categories": [{"slug": slug, "name": name} for slug, name in _categories(locale).items()],
        "title_limit": TITLE_LIMIT,
        "text_limit": TEXT_LIMIT,
        "errors": _errors(error, locale) if error else [],
    }


def _errors(error: Invalid, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    if not isinstance(error, NoticeHoldsDetails):
        return [
            {"field": field, "message": f"{words.plain(f'notices-field-{field}')}: {words.plain(code)}"}
            for field, code in error.fields.items()
        ]
    separator = "، " if locale == "ar" else ", "
    named = {field: separator.join(kind_name(kind, locale) for kind in kinds) for field, kinds in error.kinds.items()}
    return [
        {
            "field": field,
            "message": f"{words.plain(f'notices-field-{field}')}: {words.plain(error.code, kinds=kinds)}",
        }
        for field, kinds in named.items()
    ]


def _categories(locale: str) -> Mapping[str, str]:
    return {slug: category.name[locale] for slug, category in policy.in_use().categories.items()}
