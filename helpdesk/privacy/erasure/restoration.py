"""Whether a restore of this database is under way: until the journal was replayed, nothing is served."""

from helpdesk.privacy.erasure.tables import Restoration


async def is_unfinished() -> bool:
    """Say whether a restore began that has not ended; whoever asks."""
    return bool(await Restoration.exists().where(Restoration.finished_at.is_null()))
