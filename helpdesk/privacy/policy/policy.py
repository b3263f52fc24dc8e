"""The policy: one file says what is asked, who sees what at once, what opens for which purpose, and for how long."""

from helpdesk.privacy.policy.mistakes import find_mistakes
from helpdesk.privacy.policy.read import SHIPPED, PolicyRefused, read_policy
from helpdesk.privacy.policy.shapes import (
    Both,
    Category,
    Controller,
    FieldRule,
    Law,
    Policy,
    Processor,
    Purpose,
    Redaction,
    Retention,
    SignIn,
    Team,
)

__all__ = [
    "SHIPPED",
    "Both",
    "Category",
    "Controller",
    "FieldRule",
    "Law",
    "Policy",
    "PolicyRefused",
    "Processor",
    "Purpose",
    "Redaction",
    "Retention",
    "SignIn",
    "Team",
    "find_mistakes",
    "in_use",
    "read_policy",
    "use",
]

_in_use: Policy | None = None


def use(policy: Policy) -> None:
    """Take a policy into use; a composition root calls this once, before the first operation."""
    global _in_use
    _in_use = policy


def in_use() -> Policy:
    """Give the policy in use; raises PolicyRefused when a root forgot to take one."""
    if _in_use is None:
        raise PolicyRefused("No policy is in use.")
    return _in_use
