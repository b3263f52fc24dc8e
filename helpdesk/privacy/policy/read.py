"""Reads a policy file, or refuses it with every mistake in it."""

import tomllib
from pathlib import Path

import msgspec

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.policy.mistakes import find_mistakes
from helpdesk.privacy.policy.shapes import Policy

SHIPPED = Path(__file__).with_name("default.toml")


class PolicyRefused(HelpdeskError):
    """The policy file is wrong; the start is refused with a sentence that says where and what to do."""

    status = 503
    code = "error-policy"


def read_policy(path: Path | None = None) -> Policy:
    """Read and check a policy file (the shipped one without a path); raises PolicyRefused with what to do."""
    path = path or SHIPPED
    try:
        policy = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Policy)
    except OSError:
        raise PolicyRefused(f"The policy file {path} cannot be read. Set HELPDESK_POLICY to one that can.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PolicyRefused(f"{path}: {error}") from None
    if mistakes := find_mistakes(policy):
        raise PolicyRefused(f"{path}: " + " ".join(mistakes))
    return policy
