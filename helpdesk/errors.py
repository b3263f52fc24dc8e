"""The errors a person can meet: the docstring says it in English, `code` is the Fluent message, `status` HTTP's."""

from collections.abc import Mapping


class HelpdeskError(Exception):
    """Something went wrong on our side. Nothing was lost; please try again."""

    status = 500
    code = "error-unexpected"
    arguments: Mapping[str, object] = {}  # of the Fluent message

    @property
    def sentence(self) -> str:
        """What to tell a person in English; names nobody and quotes nothing that was typed."""
        return " ".join((type(self).__doc__ or HelpdeskError.__doc__ or "").split())


class NotFound(HelpdeskError):
    """There is nothing here, or it is not yours to see."""

    status = 404
    code = "error-not-found"


class TicketNotFound(NotFound):
    """There is no such ticket, or it is not yours to see."""

    code = "error-ticket-not-found"


class LinkNotFound(NotFound):
    """This link does not open anything: it is mistyped, or it has ended."""

    code = "error-link-not-found"


class TransferStale(HelpdeskError):
    """Somebody's data was erased since this archive was made. It is deleted, and one without it is made now."""

    status = 409
    code = "error-transfer-stale"


class SignInLinkGone(LinkNotFound):
    """This link has been used or is older than 15 minutes."""

    code = "error-sign-in-link-gone"


class Refused(HelpdeskError):
    """Your role does not allow this."""

    status = 403
    code = "error-refused"


class NotForYourRole(Refused):
    """This is not for your role. Only agents read tickets and open their hidden details."""

    code = "error-not-for-your-role"


class SignInNeeded(HelpdeskError):
    """Please sign in first."""

    status = 401
    code = "error-sign-in-needed"


class RequesterSignInNeeded(SignInNeeded):
    """Please sign in with your e-mail address first."""

    code = "error-requester-sign-in-needed"


class FreshSignInNeeded(RequesterSignInNeeded):
    """Please sign in once more: this is shown only within 15 minutes of signing in."""

    code = "error-fresh-sign-in-needed"


class WrongSignIn(HelpdeskError):
    """The e-mail address or the password is not right."""

    status = 401
    code = "error-wrong-sign-in"


class WrongCode(HelpdeskError):
    """This code is not right, or was used already. The app shows a new one every 30 seconds."""

    status = 401
    code = "error-wrong-code"


class ConfirmNeeded(HelpdeskError):
    """Please give your password once more before you change this."""

    status = 401
    code = "error-confirm-needed"


class LastAdministrator(HelpdeskError):
    """Somebody has to be administrator: make somebody else one first."""

    status = 409
    code = "error-last-administrator"


class OwnRole(HelpdeskError):
    """Nobody changes their own role or deactivates themselves. Ask another administrator."""

    status = 403
    code = "error-own-role"


class ForeignForm(HelpdeskError):
    """This form came from another page or is too old. Nothing was done; please send it again."""

    status = 403
    code = "error-stale-form"


class TicketClosed(HelpdeskError):
    """This ticket is closed. Reopen it, or open a new one."""

    status = 409
    code = "error-ticket-closed"


class TicketOpen(HelpdeskError):
    """This ticket is open already."""

    status = 409
    code = "error-ticket-open"


class NotToClose(HelpdeskError):
    """This request cannot be closed here right now. Please write us an answer that it is solved."""

    status = 409
    code = "error-not-to-close"


class NotToReopen(HelpdeskError):
    """This request cannot be opened again any more. Please make a new one."""

    status = 409
    code = "error-not-to-reopen"


class TicketErased(HelpdeskError):
    """This request was erased. Its words and details were destroyed; only when it came and went is still known."""

    status = 410
    code = "error-ticket-erased"


class TicketHeld(HelpdeskError):
    """A legal hold or a law keeps this request for now. It goes when that ends."""

    status = 409
    code = "error-ticket-held"


class TicketTaken(HelpdeskError):
    """Somebody else has this ticket."""

    status = 409
    code = "error-ticket-taken"


class RepliedMeanwhile(HelpdeskError):
    """A colleague replied while you were writing. Nothing was sent; your text is kept."""

    status = 409
    code = "error-replied-meanwhile"


class SentAlready(HelpdeskError):
    """This was sent already: the customer has it."""

    status = 409
    code = "error-sent-already"


class UndoTooLate(HelpdeskError):
    """This can no longer be undone: its time is over, or something changed since. Nothing was changed now."""

    status = 409
    code = "error-undo-too-late"


class MergeSettled(HelpdeskError):
    """This can no longer be taken back here: something was replied since, or the other ticket is not yours."""

    status = 409
    code = "error-merge-settled"


class NotAssigned(HelpdeskError):
    """Take the ticket first: only the agent it is assigned to can do this."""

    status = 403
    code = "error-not-assigned"


class NeverOpened(HelpdeskError):
    """The policy lets nobody open this kind of detail in this category."""

    status = 403
    code = "error-never-opened"


class ValueGone(HelpdeskError):
    """This detail was destroyed; nobody can open it any more."""

    status = 410
    code = "error-value-gone"


class ValueDamaged(ValueGone):
    """This detail is damaged and cannot be opened. Nothing else is affected; please tell whoever runs this desk."""

    code = "error-value-damaged"


class FileSealed(HelpdeskError):
    """This file is sealed. Open it on its ticket for a purpose first; that is written down, as of every detail."""

    status = 403
    code = "error-file-sealed"


class OpenedTooOften(HelpdeskError):
    """This secret was opened three times; it does not open any more. Ask the customer for a new one if you need it."""

    status = 410
    code = "error-opened-too-often"


class ExtendedTooOften(HelpdeskError):
    """This detail got more time twice already. Open it again when it has ended, if you still need it."""

    status = 409
    code = "error-extended-too-often"


class SecondPersonNeeded(HelpdeskError):
    """A second person has to agree before this kind of detail opens. Ask for it first."""

    status = 409
    code = "error-second-person-needed"


class DecidedAlready(HelpdeskError):
    """This was decided already, or its time is over."""

    status = 409
    code = "error-decided-already"


class OwnQuestion(HelpdeskError):
    """Nobody decides about their own question."""

    status = 403
    code = "error-own-question"


class ProcessingLimited(HelpdeskError):
    """This customer's data may be kept but not used: they asked for that. An officer for privacy can tell you more."""

    status = 409
    code = "error-processing-limited"


class NotYetPossible(HelpdeskError):
    """This cannot be done now: a step before it is missing, or somebody did it already."""

    status = 409
    code = "error-not-yet-possible"


class TermsChanged(HelpdeskError):
    """The terms have changed since this form was opened. Please read them and agree again; your text is kept."""

    status = 409
    code = "error-terms-changed"

    def __init__(self, version: str) -> None:
        """Take the number of the terms that are in force now."""
        super().__init__()
        self.version = version
        self.arguments = {"version": version}


class TooMany(HelpdeskError):
    """Too many requests in a short time. Please wait a minute and try again."""

    status = 429
    code = "error-too-many"


class QuotaReached(TooMany):
    """You opened as many details this hour as one may. Managers were told."""

    code = "error-quota-reached"

    def __init__(self, seconds: int, free_at: str) -> None:
        """Take the seconds until one more may be opened, and the time of day then."""
        super().__init__(seconds)
        self.arguments = {"time": free_at}


class TooLarge(HelpdeskError):
    """This is larger than we accept. Please shorten it."""

    status = 413
    code = "error-too-large"


class DatabaseDown(HelpdeskError):
    """We cannot reach our database right now. Nothing was lost; please try again in a minute."""

    status = 503
    code = "error-database-down"


class Invalid(HelpdeskError):
    """Some of this is missing or not right."""

    status = 422
    code = "error-invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Take what is wrong: field name -> Fluent message of the mistake; never the value."""
        super().__init__()
        self.fields = dict(fields)


class FileRefused(Invalid):
    """A file is not accepted: images (JPEG, PNG, WebP, GIF), PDF and plain text are. Nothing was sent."""

    code = "error-file-kind"

    def __init__(self, code: str, **arguments: object) -> None:
        """Take why, and what its sentence names: the place of the file, the limits; never a name of a file."""
        super().__init__({"files": code})
        self.arguments = arguments


class NoticeHoldsDetails(Invalid):
    """Everybody reads a notice, and this one holds private details. Take them out and send it again."""

    code = "error-notice-holds-details"

    def __init__(self, kinds: Mapping[str, list[str]]) -> None:
        """Take which kinds of private details were found: field name -> kinds; never the details."""
        super().__init__(dict.fromkeys(kinds, self.code))
        self.kinds = kinds
        self.arguments = {"kinds": ", ".join(sorted({kind for found in kinds.values() for kind in found}))}


class TagHoldsDetails(Invalid):
    """Everybody at the desk reads this name, and it holds a private detail. Choose a word that is about no person."""

    code = "error-tag-holds-details"

    def __init__(self) -> None:
        """Name the field; never what was found."""
        super().__init__({"name": self.code})
