"""The people tables: requesters, staff, what lets staff in. Addresses are keyed hashes here, sealed in the vault."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
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

    role_is_known = Check("role IN ('agent', 'manager', 'officer', 'admin')")


class StaffSession(Table, tablename="staff_session"):
    """A signed-in browser. Only the token's hash is kept."""

    id = UUID(primary_key=True, default=UUIDv7())
    token_hash = Bytea(unique=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    opened_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class SetupLink(Table, tablename="setup_link"):
    """A one-time link with which a staff member chooses a password."""

    token_hash = Bytea(primary_key=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    expires_at = Timestamptz(default=None)


class ApiToken(Table, tablename="api_token"):
    """A token for the JSON API that carries one staff member's rights."""

    id = UUID(primary_key=True, default=UUIDv7())
    token_hash = Bytea(unique=True, default=None)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    name = Text()
    created_at = Timestamptz(default=None)
