"""The people tables: requesters, staff, what lets staff in. Addresses are keyed hashes here, sealed in the vault."""

from enum import StrEnum

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class Role(StrEnum):
    AGENT = "agent"
    MANAGER = "manager"
    OFFICER = "officer"
    ADMIN = "admin"


class Requester(Table, tablename="requester"):
    """A customer. Name and address are sealed under the requester's own key (`field:email`, `field:name`)."""

    id = UUID(primary_key=True, default=UUIDv7())
    email_hash = Bytea(unique=True, null=True, default=None)  # keyed; None once they were erased
    locale = Text(default="en")  # the language of mail that is about no request
    created_at = Timestamptz(default=None)
    digits = Text(default="latn")  # how Arabic pages and mails write numbers to them

    digits_are_known = Check("digits IN ('latn', 'arab')")


class RequesterSession(Table, tablename="requester_session"):
    """A requester's signed-in browser. Only the token's hash is kept."""

    id = UUID(primary_key=True, default=UUIDv7())
    token_hash = Bytea(unique=True, default=None)
    requester = ForeignKey(Requester, on_delete=OnDelete.cascade, null=False)
    opened_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class SignInLink(Table, tablename="sign_in_link"):
    """A mailed link that signs a requester in, once. A mail that is rendered again has another in its place."""

    promise = UUID(primary_key=True, default=None)  # the promised mail that it stands in
    token_hash = Bytea(unique=True, default=None)
    requester = ForeignKey(Requester, on_delete=OnDelete.cascade, null=False)
    expires_at = Timestamptz(default=None)


class AddressChange(Table, tablename="address_change"):
    """A new address that waits until its owner confirms it by a mailed link."""

    id = UUID(primary_key=True, default=UUIDv7())
    requester = ForeignKey(Requester, on_delete=OnDelete.cascade, null=False)
    address = Bytea(default=None)  # sealed under the requester's key
    email_hash = Bytea(default=None)  # keyed, as the requester's own
    token_hash = Bytea(null=True, unique=True, default=None)  # None until its mail is rendered
    expires_at = Timestamptz(default=None)


class Staff(Table, tablename="staff"):
    """A person who works here. The name is a working name that colleagues read; the address is sealed."""

    id = UUID(primary_key=True, default=UUIDv7())
    email_hash = Bytea(unique=True, default=None)
    name = Text()
    role = Text(choices=Role)
    team = Text(default="")  # a team of the policy; "" serves all teams
    password_hash = Text(null=True, default=None)  # argon2id; None until the set-up link was used
    locale = Text(default="en")  # the language of mail to them
    single_keys = Boolean(default=True)  # whether single letters are shortcuts (WCAG 2.1.4)
    created_at = Timestamptz(default=None)
    deactivated_at = Timestamptz(null=True, default=None)
    active_on = Date(null=True, default=None)  # the last day on which a session of theirs was used
    digits = Text(default="latn")  # how Arabic pages write numbers to them

    digits_are_known = Check("digits IN ('latn', 'arab')")
    role_is_known = Check("role IN ('agent', 'manager', 'officer', 'admin')")


class Stage(StrEnum):
    """How far a sign-in is: the password was right and a code is missing, or a second factor is, or nothing is."""

    CODE = "code"
    ENROL = "enrol"
    OPEN = "open"


class StaffSession(Table, tablename="staff_session"):
    """A signed-in browser, or one that is on its way in. Only the token's hash is kept, and nothing of the browser."""

    id = UUID(primary_key=True, default=UUIDv7())
    token_hash = Bytea(unique=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    opened_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    stage = Text(default=Stage.OPEN, choices=Stage)
    used_at = Timestamptz(default=None)  # to five minutes
    proved_at = Timestamptz(default=None)  # when the password was given last

    stage_is_known = Check("stage IN ('code', 'enrol', 'open')")


class LinkSort(StrEnum):
    SETUP = "setup"
    RESET = "reset"


class SetupLink(Table, tablename="setup_link"):
    """A one-time link with which a staff member chooses a password: the first one, or a new one."""

    token_hash = Bytea(primary_key=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    expires_at = Timestamptz(default=None)
    sort = Text(default=LinkSort.SETUP, choices=LinkSort)

    sort_is_known = Check("sort IN ('setup', 'reset')")


class SecondFactor(Table, tablename="second_factor"):
    """The secret that a person's authenticator app shares with us (RFC 6238), sealed under the person's own key."""

    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False, primary_key=True)
    secret = Bytea(null=True, default=None)  # None until a code has shown that the app has it
    offered = Bytea(null=True, default=None)  # a new one that waits for its first code
    since = Timestamptz(null=True, default=None)
    last_step = BigInt(default=0)  # of the last code that was taken: it and older ones are taken no more
    failures = Integer(default=0)  # wrong codes since the last right one
    wait_until = Timestamptz(null=True, default=None)

    a_secret_has_its_day = Check("(secret IS NULL) = (since IS NULL)")


class RecoveryCode(Table, tablename="recovery_code"):
    """A code that takes the place of the app's once. A keyed hash; the row goes when it was used."""

    id = UUID(primary_key=True, default=UUIDv7())
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    code_hash = Bytea(default=None)

    each_code_once = Unique([staff, code_hash])


class ApiToken(Table, tablename="api_token"):
    """A token for the JSON API that carries one staff member's rights."""

    id = UUID(primary_key=True, default=UUIDv7())
    token_hash = Bytea(unique=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    name = Text()
    created_at = Timestamptz(default=None)
