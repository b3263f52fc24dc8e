"""What `helpdesk policy check` says: every mistake with its line and what to do, for people and for programs."""

import json
from pathlib import Path

from helpdesk.privacy.policy.form import Mistake
from helpdesk.privacy.policy.read import SHIPPED, check, read_bytes
from helpdesk.privacy.policy.shapes import Policy


def check_file(path: Path | None, *, as_json: bool) -> tuple[str, bool]:
    """Check a policy file (the shipped one without a path); gives what to say and whether the file is right.

    raises  PolicyRefused when there is no such file
    """
    path = path or SHIPPED
    policy, mistakes = check(read_bytes(path))
    said = _as_json(path, policy, mistakes) if as_json else _as_text(path, policy, mistakes)
    return said, policy is not None and not mistakes


def _as_text(path: Path, policy: Policy | None, mistakes: list[Mistake]) -> str:
    if policy is not None and not mistakes:
        advice = [f"Before you go live: {sentence}" for sentence in still_to_do(policy)]
        sizes = f"{len(policy.categories)} categories, {len(policy.teams)} teams"
        return "\n".join([f"The policy {policy.version} is right: {sizes}.", *advice])
    lines = [f"{path}:{_place(mistake)}: {mistake}" for mistake in mistakes]
    return "\n".join([*lines, f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}."])


def _place(mistake: Mistake) -> str:
    return f"{mistake.line}:{mistake.column}" if mistake.column else str(mistake.line)


def _as_json(path: Path, policy: Policy | None, mistakes: list[Mistake]) -> str:
    found = [
        {
            "line": mistake.line,
            "column": mistake.column or None,
            "where": mistake.where,
            "what": mistake.what,
            "remedy": mistake.remedy,
        }
        for mistake in mistakes
    ]
    advice = still_to_do(policy) if policy is not None and not mistakes else []
    return json.dumps({"file": str(path), "ok": not mistakes, "mistakes": found, "advice": advice}, ensure_ascii=False)


def still_to_do(policy: Policy) -> list[str]:
    """List what is right by the rules, but not yet the operator's own."""
    if policy.controller.email.endswith("@example.com"):
        return ["[controller] still names the example; write your name, address and e-mail there."]
    return []
