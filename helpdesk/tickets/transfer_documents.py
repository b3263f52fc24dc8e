"""What goes with the business besides persons: policy and retention, every published text, and survey counts."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.versions import history
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.tickets.held_beside import why_held
from piccolo_conf import SYSTEM, acting
from surveys.results import Window, count_all

FEWEST = 10  # answers, below which a count could lead to one of them
_BEGINNING = date(2000, 1, 3)
_LOCALES = ("en", "ar")


async def documents(now: datetime) -> Mapping[str, bytes]:
    """Give the files of an archive that are about nobody: name -> bytes."""
    files = {"policy/categories.json": _json(_categories())}
    async with acting(SYSTEM):
        for locale in _LOCALES:
            files[f"policy/records.{locale}.json"] = _json(await why_held(UUID(int=0), locale))
            for kind in VersionKind:
                for one in await history(kind, locale):
                    files[f"terms/{kind}-{one.place:04}.{locale}.txt"] = one.text.encode()
        files["terms/versions.json"] = _json(await _versions())
        files["surveys/counts.json"] = _json(await _surveys(now))
    return files


def _categories() -> Mapping[str, object]:
    return {
        slug: {
            "name": rules.name,
            "description": rules.description,
            "basis": rules.basis,
            "opens_for": rules.purposes,
            "opens_for_nobody": rules.never,
            "days_from_closing": {stage: days_of(slug, stage) for stage in STAGES},
        }
        for slug, rules in policy.in_use().categories.items()
    }


async def _versions() -> list[Mapping[str, object]]:
    return [
        {
            "file": f"{kind}-{one.place:04}.{locale}.txt",
            "kind": one.kind,
            "number": one.number,
            "language": locale,
            "sha256": one.sha256.hex(),
            "published_at": one.published_at,
        }
        for kind in VersionKind
        for locale in _LOCALES
        for one in await history(kind, locale)
    ]


async def _surveys(now: datetime) -> Mapping[str, object]:
    """Count the answers of all times in all; no answer leads to a person, and few of them are told to nobody."""
    found = await count_all(Window(_BEGINNING, now.date()))
    if found.answers < FEWEST:
        return {"answers": None, "fewer_than": FEWEST}
    ratings = {str(rating): count for rating, count in enumerate(found.ratings, 1)}
    return {"answers": found.answers, "invited": found.invited, "ratings": ratings}


def _json(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content))
