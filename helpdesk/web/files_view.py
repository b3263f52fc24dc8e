"""Files on pages: a number, a kind and a size, never a name; the field that takes them, the answer that gives one."""

from collections.abc import Mapping

from litestar import Response

from helpdesk import i18n
from helpdesk.privacy.policy import policy
from helpdesk.tickets.download import Download, FileFace
from helpdesk.web.chips import Chip
from helpdesk.web.forms import FILES, AnyRequest, files_in

_KILO, _MEGA = 1024, 1024 * 1024
# What a browser does with the file whatever it holds: nothing runs, nothing is loaded, no other site includes it.
_CONTAINED = "sandbox; default-src 'none'"


def field_view() -> Mapping[str, object]:
    """Give what `layouts/_files_field.html` needs: how many files go with a message, and how large each may be."""
    rules = policy.in_use().attachments
    return {"most": rules.per_message, "megabytes": rules.megabytes}


def files_again(request: AnyRequest, locale: str) -> list[Mapping[str, str]]:
    """Say with what is wrong that the files have to be chosen once more: no page can put them back into its form."""
    lost = bool(files_in(request))
    return [{"field": FILES, "message": i18n.words(locale).plain("files-again")}] if lost else []


def file_view(file: FileFace, locale: str, *, href: str = "", sign_in: str = "") -> dict[str, object]:
    """Give a file as a list of a message shows it.

    href     where it is to be had, "" when this reader cannot have it now
    sign_in  where they sign in to have it
    """
    words = i18n.words(locale)
    return {
        "label": words.plain(
            "file-label", number=file.number, kind=words.plain(f"file-kind-{file.kind}"), size=size_of(file, locale)
        ),
        "href": "" if file.is_gone else href,
        "sign_in": "" if file.is_gone else sign_in,
        "removed": file.removed,
        "is_gone": file.is_gone,
        "is_sealed": file.is_sealed,
        "chip": None,
        "details": [],
    }


def staff_file_view(file: FileFace, locale: str, *, place: str, chips: Mapping[str, Chip]) -> dict[str, object]:
    """Give a file as an agent sees it: a text to be had at once, any other behind its chip."""
    chip = chips.get(file.value) if file.is_sealed else None
    is_open = not file.is_sealed or (chip is not None and chip.state == "shown")
    view = file_view(file, locale, href=f"{place}/files/{file.number}" if is_open else "")
    return view | {"chip": chip, "details": [chips[name] for name in file.details if name in chips]}


def own_file_view(file: FileFace, locale: str, *, here: str, mine: bool, sign_in: str) -> dict[str, object]:
    """Give a file as its ticket's requester sees it; what they sent themselves, a link alone does not open."""
    by_sign_in = file.is_sealed and mine and bool(sign_in)
    href = "" if by_sign_in else f"{here}/files/{file.number}"
    return file_view(file, locale, href=href, sign_in=sign_in if by_sign_in else "")


def size_of(file: FileFace, locale: str) -> str:
    """Say how large a file is, in the unit that fits."""
    words = i18n.words(locale)
    if file.size >= _MEGA:
        return words.plain("file-megabytes", size=i18n.number(file.size / _MEGA, 1, locale=locale))
    return words.plain("file-kilobytes", size=i18n.number(max(1, round(file.size / _KILO)), locale=locale))


def as_download(file: Download) -> Response[bytes]:
    """Answer with a file to be kept, not shown."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Security-Policy": _CONTAINED,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
