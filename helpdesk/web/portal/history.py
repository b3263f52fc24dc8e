"""Every version of terms and privacy notice that was public, what each changed, and its text byte for byte."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from litestar import Response, get
from litestar.enums import MediaType
from litestar.params import FromPath

from helpdesk.privacy.policy.diff import Piece, compare
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.versions import Published, history, version_of
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page

PLACES = {VersionKind.TERMS: "/terms", VersionKind.NOTICE: "/privacy-notice"}
PLAIN = "text/plain"  # the framework adds the charset


@get("/terms/history")
async def of_terms(request: AnyRequest) -> Response[str]:
    """Show every version of the terms in the reader's language, and what each changed."""
    return await _history(request, VersionKind.TERMS)


@get("/privacy-notice/history")
async def of_notice(request: AnyRequest) -> Response[str]:
    """Show every version of the privacy notice in the reader's language, and what each changed."""
    return await _history(request, VersionKind.NOTICE)


@get("/terms/history/{number:str}/{language:str}", media_type=MediaType.TEXT)
async def terms_bytes(number: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Give a version of the terms as it was published."""
    return plain(await version_of(VersionKind.TERMS, number, language))


@get("/privacy-notice/history/{number:str}/{language:str}", media_type=MediaType.TEXT)
async def notice_bytes(number: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Give a version of the privacy notice as it was published."""
    return plain(await version_of(VersionKind.NOTICE, number, language))


def plain(published: Published) -> Response[bytes]:
    """Answer with a published text, byte for byte."""
    headers = {"Content-Language": published.locale}
    return Response(published.text.encode(), media_type=PLAIN, headers=headers)


async def _history(request: AnyRequest, kind: VersionKind) -> Response[str]:
    versions = await history(kind, locale_of(request))
    changes = [changed_lines(before.text, after.text) for after, before in pairwise(versions)]
    rows = [
        {"version": version, "hash": version.sha256.hex(), "lines": lines}
        for version, lines in zip(versions, [*changes, []][: len(versions)], strict=True)
    ]
    context = {"kind": str(kind), "rows": rows, "place": PLACES[kind]}
    return page(request, "portal/history.html", context)


def changed_lines(before: str, after: str) -> Sequence[Mapping[str, object]]:
    """Give what differs between two texts: changed paragraphs as pieces, stretches of unchanged ones as a number."""
    return list(_lines(compare(before, after)))


def _lines(paragraphs: Sequence[Sequence[Piece]]) -> Iterator[Mapping[str, object]]:
    def is_same(paragraph: Sequence[Piece]) -> bool:
        return len(paragraph) == 1 and paragraph[0].what == "same"

    for same, stretch in groupby(paragraphs, key=is_same):
        if same:
            yield {"unchanged": len(list(stretch)), "pieces": []}
        else:
            yield from ({"unchanged": 0, "pieces": paragraph} for paragraph in stretch)
