"""`/dev/mails`: every kind of mail in both languages, with invented content, as the gallery and the tests show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from helpdesk import i18n
from helpdesk.errors import NotFound
from helpdesk.web.forms import AnyRequest
from helpdesk.web.pages import mail_words
from helpdesk.web.responses import page

KINDS = (
    "ticket_received", "ticket_reply", "ticket_closed", "survey_invitation", "survey_reminder", "sign_in_link",
    "address_confirmation", "address_changed",
    "staff_invitation", "ticket_assigned", "disclosure_alarm", "subject_request_received", "subject_request_answered",
    "subject_request_confirm", "subject_request_changed", "subject_request_due", "service_notice", "policy_changed",
    "staff_reset", "hold_review", "surveys_stopped",
)  # fmt: skip
_REFERENCE, _TOKEN = "SR-7K3M-9QXD", "q3VbT0m7Yx2nKdP5sLhW8cRfJ1uZ6gAe"
_WORDS = {
    "en": {
        "category_name": "Technical problem",
        "title": "Mail of shared hosting is delayed",
        "words": [
            "Since 10:40 UTC new mail arrives up to two hours late. Nothing is lost.",
            "We expect to be done by 15:00 UTC.",
        ],
        "reply": [
            "Hello,",
            "we moved your mailbox to another server. Please set the name [E-mail address 1] in your program.",
        ],
    },
    "ar": {
        "category_name": "مشكلة تقنية",
        "title": "تأخر بريد الاستضافة المشتركة",
        "words": [
            "منذ 10:40 بالتوقيت العالمي يصل البريد الجديد متأخرًا حتى ساعتين، ولا يضيع منه شيء.",
            "نتوقع الانتهاء عند 15:00.",
        ],
        "reply": ["مرحبًا،", "نقلنا صندوق بريدك إلى خادم آخر. يُرجى إدخال الاسم [البريد الإلكتروني 1] في برنامجك."],
    },
}  # fmt: skip


def example(kind: str, locale: str, *, base_url: str) -> Mapping[str, Any]:
    """Give what a kind of mail could be made of."""
    words, survey = _WORDS[locale], f"{base_url}/s/{_TOKEN}"
    return {
        "ticket_reply": {
            "reference": _REFERENCE,
            "url": f"{base_url}/t/{_TOKEN}",
            "words": words["reply"],
            "direction": "auto",
        },
        "survey_invitation": _survey(survey),
        "survey_reminder": _survey(survey),
        "address_confirmation": {"url": f"{base_url}/me/address/{_TOKEN}"},
        "address_changed": {"url": f"{base_url}/contact"},
        "surveys_stopped": {"url": f"{base_url}/me/data"},
        "sign_in_link": {"url": f"{base_url}/me/sign-in/{_TOKEN}"},
        "staff_invitation": {"url": f"{base_url}/desk/setup/{_TOKEN}"},
        "staff_reset": {"url": f"{base_url}/desk/reset/{_TOKEN}"},
        "ticket_assigned": {
            "reference": _REFERENCE,
            "url": f"{base_url}/desk/tickets/{_REFERENCE}",
            "category_name": words["category_name"],
        },
        "disclosure_alarm": {"url": f"{base_url}/privacy/disclosures/flagged"},
        "hold_review": {"url": f"{base_url}/privacy/holds"},
        "subject_request_received": {
            "reference": "PR-4TFN-8WXA",
            "url": f"{base_url}/me/rights/PR-4TFN-8WXA",
            "until": i18n.day(date(2026, 12, 24), locale),
        },
        "subject_request_answered": {"reference": "PR-4TFN-8WXA", "url": f"{base_url}/me/rights/PR-4TFN-8WXA"},
        "subject_request_confirm": {"url": f"{base_url}/rights/confirm/{_TOKEN}"},
        "subject_request_changed": {"reference": "PR-4TFN-8WXA", "url": f"{base_url}/me/rights/PR-4TFN-8WXA"},
        "subject_request_due": {"url": f"{base_url}/privacy/requests"},
        "service_notice": {
            "notice": "outage",
            "title": words["title"],
            "words": words["words"],
            "url": f"{base_url}/notices",
        },
        "policy_changed": {
            "changed": "both",
            "url": f"{base_url}/terms/history",
            "since": i18n.day(date(2026, 12, 1), locale),
        },
    }.get(kind, {"reference": _REFERENCE, "url": f"{base_url}/t/{_TOKEN}"})


def _survey(link: str) -> Mapping[str, Any]:
    return {"urls": {str(n): f"{link}?rating={n}" for n in range(1, 6)}, "stop_url": f"{link}/stop"}


def routes(base_url: str, frame_policy: str) -> Sequence[HTTPRouteHandler]:
    """Make the routes of the gallery."""

    def words_of(kind: str, locale: str) -> Any:
        if kind not in KINDS or locale not in i18n.LOCALES:
            raise NotFound
        return mail_words(kind, locale, example(kind, locale, base_url=base_url))

    @get("/dev/mails")
    async def index(request: AnyRequest) -> Response[str]:
        """Show every kind in both languages."""
        mails = [
            {"kind": kind, "locale": locale, "direction": i18n.direction(locale), "words": words_of(kind, locale)}
            for kind in KINDS
            for locale in i18n.LOCALES
        ]
        return page(request, "dev/mails/index.html", {"mails": mails})

    @get("/dev/mails/{kind:str}/{language:str}", media_type=MediaType.HTML)
    async def html(kind: FromPath[str], language: FromPath[str]) -> Response[str]:
        """Give a mail's HTML for the frame."""
        return Response(
            words_of(kind, language).html, media_type=MediaType.HTML, headers={"Content-Security-Policy": frame_policy}
        )

    return [index, html]
