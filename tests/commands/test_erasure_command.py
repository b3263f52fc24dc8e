"""`helpdesk erasure check`: what a receipt's number proves, with a request's reference and without, and to nobody more."""

import pytest

from helpdesk.cli.erasure import _check
from helpdesk.errors import HelpdeskError
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.erase_details import erase_details
from piccolo_conf import SYSTEM
from tests.builders import NOON, a_ticket, after
from tests.commands.test_retention_command import helpdesk
from tests.rights import a_person


async def test_a_receipt_says_what_went_and_proves_it_of_its_own_requests_only(settings, agent, capsys):
    gone, other = await a_ticket(), await a_ticket(email="rami@customer.test")
    await a_ticket(subject="Second")
    whole = await erase_requester(await a_person(), actor=SYSTEM, now=after(minutes=1))
    some = await erase_details(await a_person("rami@customer.test"), only=None, actor=SYSTEM, now=after(minutes=2))
    first, second = (
        f"{whole.number}: erased on 2026-03-02 12:01 UTC: requests 2, texts 2, details {whole.details}, survey"
        f" invitations 0, unsent mails {whole.mails}; requests that waited: 0.\n",
        f"{some.number}: erased on 2026-03-02 12:02 UTC: requests 0, texts 0, details {some.details}, survey"
        " invitations 0, unsent mails 0; requests that waited: 0.\n",
    )
    assert (whole.details > 5, whole.mails, some.details) == (True, 2, 3)
    assert NOON < whole.at < some.at
    assert await helpdesk(settings, "erasure", "check", whole.number.lower(), gone.reference) == (
        f"{first}{gone.reference} was erased under this number.\n"
    )

    async def said(number: str, reference: str | None = None) -> str:
        await _check(number, reference)
        return capsys.readouterr().out

    assert await said(whole.number) == first
    assert await said(whole.number, other.reference) == f"{first}{other.reference} was not erased under this number.\n"
    assert await said(some.number, other.reference) == (
        f"{second}The hidden details of {other.reference} were erased under this number; its texts stayed.\n"
    )
    assert await said(some.number, gone.reference) == f"{second}{gone.reference} was not erased under this number.\n"
    for number, reference, why in (
        ("E-2222-2222", None, "There is no receipt of this number."),
        (whole.number, "SR-2222-2222", "There is no request of this reference any more."),
    ):
        with pytest.raises(HelpdeskError, match=why):
            await said(number, reference)
