"""Passwords: where to look for them."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.command import in_commands
from helpdesk.privacy.redaction.detectors.secret.field import in_fields
from helpdesk.privacy.redaction.detectors.secret.nearby import behind_log_in, number_nearby, spelled_out
from helpdesk.privacy.redaction.detectors.secret.recovery_phrase import SEED_WORDS, seed_phrase
from helpdesk.privacy.redaction.detectors.secret.stated import after
from helpdesk.privacy.redaction.detectors.secret.stated_before import before
from helpdesk.privacy.redaction.detectors.secret.uncued import uncued
from helpdesk.privacy.redaction.reading import Reading


def password(reading: Reading) -> Iterator[Candidate]:
    """Find passwords.

    shape    a run without blanks, or several words in quotes or alone in their field
    accepts  what looks chosen (digits or signs among letters, changing case) within some words of a cue for a password,
             in either language, before or behind it; plain words right after "is", a colon, in a password's field;
             credentials in commands (`-p…`, `user:…`), pairs "login / password"; strings no one types otherwise
    misses   plain words without any of these
    """
    yield from in_fields(reading)
    yield from in_commands(reading)
    for cue in reading.cues:
        if "password" in cue.concepts or "answer" in cue.concepts:
            yield from after(reading, cue)
            yield from before(reading, cue)
    yield from spelled_out(reading)
    yield from number_nearby(reading)
    yield from behind_log_in(reading)
    yield from uncued(reading)
    if len(reading.words) >= SEED_WORDS:
        yield from seed_phrase(reading)
