"""Every page of the product and who looks at it with axe: the walk, or the journey that tells the page's story."""

import re
from collections.abc import Iterable

from tests.browser import Look

# Every page of the product by who walks it. What is here or in the stories below must be exactly what can be got.
WALK = {
    "nobody": [
        "/", "/new/{slug:str}", "/terms", "/contact", "/cookies", "/privacy-notice", "/terms/history",
        "/privacy-notice/history", "/t/{token:str}", "/me/sign-in", "/rights", "/desk/sign-in", "/desk/reset",
        "/desk/setup/{token:str}", "/notices", "/s/{token:str}/stop",
    ],
    "requester": [
        "/me", "/me/requests/{reference:str}", "/me/data",
        "/me/rights", "/me/rights/new/{kind:str}",
    ],
    "agent": [
        "/desk/tickets", "/desk/tickets/{reference:str}", "/desk/search", "/desk/search/exact",
        "/desk/tickets/{reference:str}/messages/{message:uuid}/sealing", "/desk/approvals", "/desk/account",
        "/desk/account/password", "/desk/confirm", "/desk/second-factor",
    ],
    "manager": [
        "/manage", "/manage/people", "/manage/people/new", "/manage/people/{staff:uuid}",
        "/manage/people/{staff:uuid}/deactivation", "/manage/teams", "/manage/categories", "/manage/workload",
        "/manage/privacy", "/manage/macros", "/manage/macros/{macro:uuid}", "/manage/tags", "/manage/filters",
        "/manage/service-times", "/results", "/results/questions", "/results/questions/{category:str}/{language:str}",
        "/notices/manage", "/notices/manage/{notice:uuid}", "/privacy/disclosures/flagged",
    ],
    "officer": [
        "/privacy", "/privacy/register", "/privacy/requests", "/privacy/requests/new", "/privacy/processors",
        "/privacy/lawful", "/privacy/versions", "/privacy/approvals", "/privacy/disclosures", "/privacy/disclosures/attempts", "/privacy/holds",
        "/privacy/holds/new", "/privacy/retention", "/privacy/break-glass",
    ],
}  # fmt: skip
WALKED = {page for pages in WALK.values() for page in pages}
# Pages that need a story to be told first, by the journey that tells it. tests/journeys/conftest.py holds each run of these
# journeys to having looked at exactly these pages, in its language, light and dark.
STORIES = {
    "test_portal_browser::test_a_requester_signs_in_by_mail_reads_closes_and_reopens": {
        "/me/sign-in/{token:str}", "/me/address/{token:str}",
    },
    "test_rights_browser::test_every_kind_of_request_is_played_to_its_end": {
        "/me/rights/{number:str}", "/privacy/requests/{number:str}",
    },
    "test_rights_browser::test_without_signing_in_and_without_script_a_mailed_link_is_all_the_proof": {
        "/rights/confirm/{token:str}",
    },
    "test_survey_browser::test_the_survey_is_answered_on_a_phone_without_script": {"/s/{token:str}"},
    "test_staff_browser::test_coming_in_with_a_second_factor_and_without_the_phone_and_by_mail": {
        "/desk/sign-in/code", "/desk/reset/{token:str}",
    },
    "test_lawful_browser::test_a_demand_from_asking_to_the_passphrase_and_the_person_reads_of_it": {
        "/privacy/lawful/{demand:uuid}",
    },
    "test_retention_browser::test_pages_have_no_faults": {"/privacy/holds/{hold:uuid}"},
    "test_disclosure_pages::test_pages_have_no_faults": {"/privacy/break-glass/{reference:str}"},
    "test_transfer_browser::test_a_transfer_from_asking_to_its_end_and_the_person_reads_of_it": {
        "/privacy/transfer", "/privacy/transfer/{transfer:uuid}",
    },
}  # fmt: skip
TOLD = {page for pages in STORIES.values() for page in pages}
NO_PAGES = re.compile(
    r"\.(csv|json)$|^/api|^/(healthz|readyz|metrics)$|^/static/|^/desk$|/history/.*language|/(macros|thread|presence|live|newer|news)$|/(copy|accepted|files)/"
)
# Which page an address is of: those without a gap in their address before those with one.
_ADDRESSES = [
    (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", page)), page)
    for page in sorted(WALKED | TOLD, key=lambda page: page.count("{"))
]


def page_of(path: str) -> str:
    """The page that has an address; the address itself when it is none of ours."""
    return next((page for address, page in _ADDRESSES if address.fullmatch(path)), path)


def seen_whole(looks: Iterable[Look], language: str) -> set[str]:
    """The pages that axe has judged in a language by all rules in one scheme, and by those of colour at least in the other."""
    seen: dict[str, set[str]] = {}
    for look in looks:
        if look.language == language:
            seen.setdefault(page_of(look.path), set()).update({look.scheme, "whole"} if look.whole else {look.scheme})
    return {page for page, kinds in seen.items() if kinds == {"light", "dark", "whole"}}
