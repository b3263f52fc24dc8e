"""The managers' editor of the survey: which questions are asked in a category and language; edit, preview, save."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound
from helpdesk.privacy.policy import policy
from helpdesk.results.questions import CHOICES, FIELDS, read_items, save_questions
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from surveys import questions
from surveys.questions import Asked, Kind
from surveys.routes import form_context

_ALL = "all"


@get("/results/questions")
async def index(request: AnyRequest, saved: FromQuery[str] = "") -> Response[str]:
    """Show which version is asked where."""
    await session.manager(request)
    locale, newest = locale_of(request), await questions.newest()
    rows = [
        {"category": category, "label": label, "language": language, "language_name": _language(language, locale),
         "version": found.version if (found := newest.get((category.replace(_ALL, ""), language))) else 0}
        for category, label in _places(locale).items()
        for language in i18n.LOCALES
    ]  # fmt: skip
    return page(request, "results/questions/index.html", {"rows": rows, "saved": bool(saved)})


@get("/results/questions/{category:str}/{language:str}")
async def show(request: AnyRequest, category: FromPath[str], language: FromPath[str]) -> Response[str]:
    """Show the newest questions of a category and language for editing; raises NotFound."""
    await session.manager(request)
    _check_place(category, language)
    newest = (await questions.newest()).get((category.replace(_ALL, ""), language))
    asked = newest or await questions.current(category.replace(_ALL, ""), language)
    return _form(request, category, language, _typed(asked))


@post("/results/questions/{category:str}/{language:str}")
async def save(request: AnyRequest, category: FromPath[str], language: FromPath[str]) -> Response[str]:
    """Preview the questions as they stand in the form, or keep them as a new version; raises NotFound."""
    manager = await session.manager(request)
    _check_place(category, language)
    form = await session.read_staff_form(request, allowed={*FIELDS, "act"})
    try:
        items = read_items(form)
    except Invalid as error:
        return _form(request, category, language, form, error)
    if form.get("act") == "preview":
        preview = Asked("preview", 0, tuple(items))
        return page(request, "surveys/show.html", form_context(preview, action=""), locale=language)
    await save_questions(category.replace(_ALL, ""), language, items, by=manager, now=clock.now())
    return go_to("/results/questions?saved=1")


def _places(locale: str) -> Mapping[str, str]:
    all_of_them = {_ALL: i18n.words(locale).plain("questions-all")}
    return {**all_of_them, **{name: rules.name[locale] for name, rules in policy.in_use().categories.items()}}


def _check_place(category: str, language: str) -> None:
    if category not in (_ALL, *policy.in_use().categories) or language not in i18n.LOCALES:
        raise NotFound


def _language(language: str, locale: str) -> str:
    return i18n.words(locale).plain(f"language-{language}")


def _typed(asked: Asked) -> Mapping[str, str]:
    form: dict[str, str] = {}
    for item in asked.items:
        form |= {
            f"on-{item.kind}": "1",
            f"text-{item.kind}": item.text,
            f"options-{item.kind}": "\n".join(item.options),
        }
    return form


def _form(
    request: AnyRequest, category: str, language: str, form: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    locale = locale_of(request)
    words = i18n.words(locale)
    wrong = error.fields if error else {}
    context = {
        "category": category,
        "category_name": _places(locale)[category],
        "language": language,
        "language_name": _language(language, locale),
        "kinds": [
            {
                "kind": str(kind),
                "is_on": kind is Kind.RATING or bool(form.get(f"on-{kind}")),
                "text": form.get(f"text-{kind}", ""),
                "options": form.get(f"options-{kind}", "") if kind in CHOICES else None,
            }
            for kind in Kind
        ],
        "errors": [{"field": field, "message": words.plain(code)} for field, code in wrong.items()],
    }
    return page(request, "results/questions/show.html", context, status=422 if error else 200)
