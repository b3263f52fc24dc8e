"""Renders the mail of a notice at the moment of sending: the same words that everybody reads on /notices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from helpdesk import i18n
from helpdesk.notices.send import KIND
from helpdesk.notices.tables import Recipient
from helpdesk.people.mail import Post, to_mail
from helpdesk.people.requesters import addresses_of
from named_sql import statements
from notifications.claim import Promise
from notifications.mail import Mail
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

_SQL = statements(__file__)


def service_notice(post: Post) -> Renderer:
    """Give the renderer of notices; one that was stopped, and a requester who was erased, get none."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            pairs = [(promise.about, promise.recipient) for promise in promises]
            rows = await Recipient.raw(_SQL["wording"], *(list(column) for column in zip(*pairs, strict=True)))
            wordings = {(row["notice"], row["requester"]): row for row in rows}
            addresses = await addresses_of({row["requester"]: row["requester"] for row in rows})
        mails: dict[UUID, Mail | None] = {}
        for promise in promises:
            row = wordings.get((promise.about, promise.recipient))
            if row and promise.recipient in addresses:
                context = _context(row, f"{post.base_url}/notices")
                mail = to_mail(KIND, row["locale"], addresses[promise.recipient], context, post)
                mails[promise.id] = replace(mail, is_bulk=True)
        return mails

    return render


def _context(row: Mapping[str, object], url: str) -> Mapping[str, object]:
    paragraphs = re.split(r"\n\s*\n", str(row["text"]).strip())
    return {"notice": row["kind"], "title": row["title"], "words": [*_period(row), *paragraphs], "url": url}


def _period(row: Mapping[str, object]) -> Sequence[str]:
    """Say when it begins and ends, if that is known."""
    words, locale = i18n.words(str(row["locale"])), str(row["locale"])
    times = (("notices-begins", row["begins_at"]), ("notices-ends", row["ends_at"]))
    return [words.plain(message, time=i18n.when(moment, locale)) for message, moment in times if moment]  # type: ignore[arg-type]
