"""The JSON API: the same operations as the pages, for programs. Bearer tokens carry their staff member's rights."""

from litestar import Router

from helpdesk.api import acceptance, acts, disclosures, ledger, results, ticket, ticket_schema, tickets
from helpdesk.web.forms import BODY_LIMIT

ROUTER = Router(
    path="/api/v1",
    route_handlers=[
        tickets.create, tickets.index, tickets.find, ticket.show, ticket.attachment, ticket_schema.show,
        acts.assign, acts.reply, acts.note, acts.close, acts.reopen, acts.merge,
        disclosures.disclose, disclosures.extend, disclosures.ask, disclosures.index, disclosures.answer,
        acceptance.read_acceptance, ledger.read_ledger, results.read_csat,
    ],
    request_max_body_size=BODY_LIMIT,
)  # fmt: skip
