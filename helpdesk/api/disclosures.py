"""Disclosures by JSON: open a detail, more time, questions to a second person and their answers."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody

from helpdesk import clock
from helpdesk.api import schema
from helpdesk.api.caller import agent, staff
from helpdesk.errors import Refused
from helpdesk.people.staff import names_of
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.consent import Question
from helpdesk.tickets import access
from helpdesk.tickets.approve import ask_second_person, decide, waiting_for
from helpdesk.tickets.reveal import extend_reveal, reveal
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import AnyRequest


@post("/tickets/{reference:str}/disclosures", status_code=201)
async def disclose(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.DisclosureIn]
) -> schema.DisclosureOut:
    """Open one sealed detail of the caller's ticket; it is written down before the value is read."""
    by = await staff(request)  # of any role: `reveal` refuses and writes that down
    shown = await reveal(
        reference, data.placeholder, purpose=data.purpose, reason=data.reason, agent=by, now=clock.now()
    )
    return schema.DisclosureOut(str(shown.disclosure), shown.value, shown.until)


@post("/tickets/{reference:str}/disclosures/{disclosure:uuid}/extension", status_code=201)
async def extend(request: AnyRequest, reference: FromPath[str], disclosure: FromPath[UUID]) -> schema.ExtensionOut:
    """Give a detail that is open to the caller more time, twice at most."""
    by = await agent(request)
    shown = await extend_reveal(reference, disclosure, agent=by, now=clock.now())
    assert shown.until is not None
    return schema.ExtensionOut(shown.until)


@post("/tickets/{reference:str}/disclosure-requests", status_code=201)
async def ask(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.DisclosureIn]) -> schema.QuestionOut:
    """Ask whether a second person agrees that the caller opens a detail; once agreed, open it as any other."""
    by = await agent(request)
    question = await ask_second_person(
        reference, data.placeholder, purpose=data.purpose, reason=data.reason, agent=by, now=clock.now()
    )
    return _question(question, reference.upper(), by.name)


@get("/disclosure-requests")
async def index(request: AnyRequest) -> list[schema.QuestionOut]:
    """List the questions that the caller, an agent or an officer, may answer."""
    viewer = await staff(request)
    if viewer.role not in (Role.AGENT, Role.OFFICER):
        raise Refused
    async with access.seen_by(viewer):
        waiting = await waiting_for(viewer, now=clock.now())
        names = await names_of(one.question.asked_by for one in waiting)
    return [_question(one.question, one.ticket.reference, names.get(one.question.asked_by, "")) for one in waiting]


@post("/disclosure-requests/{question:uuid}/decision", status_code=204)
async def answer(request: AnyRequest, question: FromPath[UUID], data: JSONBody[schema.DecisionIn]) -> None:
    """Agree or decline; of two answers the first counts, and nobody answers their own question."""
    by = await staff(request)
    await decide(question, agree=agrees(data.decision), by=by, now=clock.now())


def _question(question: Question, reference: str, asked_by: str) -> schema.QuestionOut:
    return schema.QuestionOut(
        id=str(question.id),
        ticket=reference,
        placeholder=question.name if question.number == 0 else f"⟦{question.name}⟧",
        kind=question.kind,
        purpose=question.purpose,
        reason=question.reason or None,
        asked_by=asked_by,
        asked_at=question.asked_at,
        decision=question.decision or "waiting",
        expires_at=question.expires_at,
    )
