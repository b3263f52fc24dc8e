"""What the operator sets, read once from `HELPDESK_*`; secrets never print."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from helpdesk.errors import HelpdeskError


class BadSetting(HelpdeskError):
    """A setting is wrong; the start is refused with a sentence that says what to do."""

    code = "error-bad-setting"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the public interface.

    database_url  PostgreSQL URL that everything runs as, or "" for the embedded server under `var`
    owner_url     PostgreSQL URL of the login that owns the tables, for `helpdesk migrate`; "" when it is the same
    smtp_url      `smtp://user:pass@host:port?tls=starttls|implicit|none`, or ""
    base_url      how the outside reaches us, without a slash at the end
    keyring       file with the master keys
    policy        TOML file, or None for the policy that ships
    var           data folder
    webhook_hosts hosts, or host:port, inside our own network that webhooks may reach
    backup_for    age recipient of the archives of content, or ""
    backup_keys_for  of the archives of keys; "" when it is the same
    """

    database_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    base_url: str
    keyring: Path
    policy: Path | None
    var: Path
    webhook_hosts: tuple[str, ...] = ()
    backup_for: str = ""
    backup_keys_for: str = ""

    @property
    def transfers(self) -> Path:
        """Where the sealed archives of business transfers lie for a week."""
        return self.var / "transfers"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; raises BadSetting with what to do."""
    var = Path(environment.get("HELPDESK_VAR") or "var").resolve()
    policy = environment.get("HELPDESK_POLICY")
    return Settings(
        database_url=_database_url("HELPDESK_DATABASE_URL", environment),
        owner_url=_database_url("HELPDESK_OWNER_URL", environment),
        smtp_url=environment.get("HELPDESK_SMTP_URL", ""),
        base_url=_base_url(environment.get("HELPDESK_BASE_URL") or "http://127.0.0.1:8000"),
        keyring=Path(environment.get("HELPDESK_KEYRING") or var / "keyring.json").resolve(),
        policy=Path(policy).resolve() if policy else None,
        var=var,
        webhook_hosts=tuple(filter(None, environment.get("HELPDESK_WEBHOOK_HOSTS", "").replace(" ", "").split(","))),
        backup_for=environment.get("HELPDESK_BACKUP_RECIPIENT", ""),
        backup_keys_for=environment.get("HELPDESK_BACKUP_KEYS_RECIPIENT", ""),
    )


def _database_url(name: str, environment: Mapping[str, str]) -> str:
    url = environment.get(name, "")
    if url and urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise BadSetting(f"{name} must begin with postgresql:// (or be unset for the embedded server).")
    return url


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting("HELPDESK_BASE_URL must look like https://support.example.com.")
    return url.rstrip("/")
