"""What the restore does for the command line: the settings taken into use, the outcome in sentences."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import asyncpg

from helpdesk import embedded
from helpdesk.backup.restore import Archives, Restored, Told, restore
from helpdesk.backup.seal import read_identity
from helpdesk.privacy.policy import policy
from helpdesk.settings import BadSetting, Settings
from piccolo_conf import DB


async def restore_into(
    settings: Settings,
    content: Path,
    keys: Path,
    identities: Sequence[Path],
    *,
    force: bool,
    now: datetime,
    told: Told,
) -> Sequence[str]:
    """Restore into the configured database; gives what to tell. Raises as `restore`, BadSetting."""
    opening = [read_identity(path) for path in identities]
    own = settings.policy or settings.var / "policy.toml"
    archives = Archives(content, keys, opening, settings.keyring, own)
    policy.use(policy.read_policy(settings.policy if settings.policy and settings.policy.exists() else None))
    use_database(settings)
    try:
        done = await restore(archives, force=force, now=now, told=told)
    except (OSError, asyncpg.CannotConnectNowError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise BadSetting(
            f"The database does not let us in ({type(error).__name__}). Check HELPDESK_OWNER_URL."
        ) from None
    except asyncpg.InvalidCatalogNameError:
        raise BadSetting("There is no such database. Make an empty one first.") from None
    return _sentences(settings, done)


def use_database(settings: Settings) -> None:
    """Point the engine at the configured database, without a look at what is in it."""
    url, owner_url = settings.database_url, settings.owner_url
    if not url:
        url, owner_url = embedded.start(settings.var / "postgres")
    DB.use(url, owner_url=owner_url)


def _sentences(settings: Settings, done: Restored) -> Sequence[str]:
    said = [
        f"Restored content of {done.content_made_at:%Y-%m-%d %H:%M}, keys of {done.keys_made_at:%Y-%m-%d %H:%M} UTC.",
        f"{done.erased_again} owners that were erased since were erased again.",
        f"The keyring is at {settings.keyring}.",
    ]
    if done.policy is not None and done.policy != settings.policy:
        said.append(f"The policy of then is at {done.policy}; look at it and set HELPDESK_POLICY.")
    return [
        *said,
        "Give `helpdesk audit seal --despite-fault` once: the audit trail goes on from the backup.",
        "Then give `helpdesk retention run`, before anybody is served: it takes what its time ended for since then.",
    ]
