"""The stages in which a ticket goes after its closing, and when, as the policy in use says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.privacy.policy import policy

STAGES = ("attachments", "texts", "pseudonym", "rest")


@dataclass(frozen=True, slots=True)
class End:
    """When one part of a ticket goes, counted from its last closing."""

    stage: str
    at: datetime


def ends(category: str, closed_at: datetime) -> Sequence[End]:
    """Give when the files, the texts, the link to the person and the rest of a ticket go, in this order."""
    return [End(stage, closed_at + timedelta(days=days_of(category, stage))) for stage in STAGES]


def days_of(category: str, stage: str) -> int:
    """Give the days from closing to a stage; those of the shipped policy for a category that the policy lost."""
    return policy.in_use().retention_of(category).stages[stage]
