"""Passwords in commands and settings of programs."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.value import is_void
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_FLAG = re2.compile(
    r"(?i)(?:\s|^)(?:-p|--pass(?:word)?[0-9]?[= ]|--pwd[= ]|-pw |--token[= ]|--secret[= ]|--api-key[= ])\s?[\"']?([^\s\"']{4,})"
)
_USER_FLAG = re2.compile(r"(?i)(?:\s|^)(?:-u|--user)[= ]\s?[\"']?[^\s\"':]+:([^\s\"']{3,})")
_IDENTIFIED = re2.compile(
    r"(?i)identified (?:by|with \S+ by) [\"']([^\"'\n]{3,})[\"']|requirepass\s+(\S+)|set password\s*=\s*[\"']([^\"'\n]+)[\"']|htpasswd\s+\S+\s+\S+\s+(\S+)|sshpass -p\s*[\"']?([^\s\"']+)"
)
_FORM = re.compile(r"[?&](?:u|user|username|login|email)=[^&\s]+&p(?:w|wd|ass)?=([^&\s\"']{4,})")
_PARTS = ((_FLAG, "switch"), (_USER_FLAG, "switch for a user"), (_IDENTIFIED, "password of a server"), (_FORM, "form"))


def in_commands(reading: Reading) -> Iterator[Candidate]:
    """Find passwords behind the switches of commands, in SQL and in forms of web pages."""
    for pattern, part in _PARTS:
        for match in pattern.finditer(reading.text) if part in reading.shapes else ():
            group = next(number for number in range(1, len(match.groups()) + 1) if match[number] is not None)
            if not is_void(match[group]) and (
                pattern is not _FLAG or looks_chosen(match[group]) or "pass" in match[0].casefold()
            ):
                yield Candidate(
                    match.start(group), match.end(group), Kind.PASSWORD, "a password in a command", match[group]
                )
