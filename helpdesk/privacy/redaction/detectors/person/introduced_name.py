"""Names that are introduced: said, greeted, signed, labelled, in the head of a mail, in a path."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.person.mail import in_mail
from helpdesk.privacy.redaction.detectors.person.name import WORD, arabic_at, candidate_name, is_name_like, latin_at
from helpdesk.privacy.redaction.detectors.person.titled import titled
from helpdesk.privacy.redaction.lexicon import (
    NOT_ARABIC_NAMES,
    NOT_NAMES,
    PARTICLES,
    is_family,
    is_given,
)
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Cue, Reading
from helpdesk.privacy.redaction.spans import Kind


def introduced_name(reading: Reading) -> Iterator[Candidate]:
    """Find names by what stands around them.

    shape    one to five words: capitalised Latin ones with particles (al, bin, van …), Arabic ones with بن، أبو، عبد، آل
    accepts  behind "my name is", titles, relations ("my accountant …"), greetings and closings, in fields, in mail heads
             and before mail addresses, in home directories
    misses   names that nothing introduces, unless the lists of names know them
    """
    text = reading.text
    for cue in reading.introductions:
        yield from _introduced(reading, cue)
    yield from _last_line(reading)
    yield from titled(reading)
    yield from _in_fields(reading)
    yield from in_mail(reading)
    for match in _PATH.finditer(text) if "home" in reading.shapes else ():
        if match[1].lower() not in _ACCOUNTS:
            yield from _in_path(match)


def _introduced(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    words = reading.words
    following = cue.last + 1
    while (
        following < len(words)
        and following < cue.last + 4
        and words[following].low in (":", ",", "-", '"', "(", "هو", "هي", "--", "–", "*", "_", ".")
    ):
        following += 1
    if following >= len(words):
        return
    place, below = words[following].start, words[following].line > words[cue.last].line
    opens = reading.starts_line(words[cue.first].start)
    if "closes" in cue.concepts and opens and (below or following > cue.last + 1):
        short = _rest_is_short(reading.text, place)
        yield from latin_at(reading, place, "a name below a closing", loose=short)
        yield from arabic_at(reading, place, "a name below a closing", sure=short)
    elif not below and ("names" in cue.concepts or "maybe" in cue.concepts or ("greets" in cue.concepts and opens)):
        sure = "names" in cue.concepts
        for found in latin_at(reading, place, "a name that is introduced", loose=sure):
            found.sure = sure and reading.text[found.start : found.end].istitle() and " " in found.same
            yield found
        yield from arabic_at(reading, place, "a name that is introduced", sure=sure)


def _rest_is_short(text: str, place: int) -> bool:
    line = text[place : (text.find("\n", place) + 1 or len(text) + 1) - 1]
    return 0 < len(line.split()) <= 4 and not any(letter.isdigit() for letter in line)


def _last_line(reading: Reading) -> Iterator[Candidate]:
    text = reading.text.rstrip()
    begin = text.rfind("\n") + 1
    line = text[begin:].strip(" -–—~*_.!،")
    words = line.split()
    if not begin or not 0 < len(words) <= 4 or any(letter.isdigit() or letter in ':/@?=<>[]{}"' for letter in line):
        return
    lows = [fold_arabic(word.strip(".,'()")) for word in words]
    known = any(is_given(low, sure=False) or is_family(low) for low in lows)
    capital = all(word[0].isupper() or word.lower() in PARTICLES for word in words) and all(
        low not in NOT_NAMES for low in lows
    )
    if (
        known
        and not any(low in NOT_NAMES or low in NOT_ARABIC_NAMES for low in lows)
        and (capital or line[0] >= "\u0600" or all(is_given(low, sure=False) or is_family(low) for low in lows))
    ):
        start = begin + reading.text[begin:].index(line[0])
        yield candidate_name(reading.text, start, start + len(line), "a name on the last line")


def _in_fields(reading: Reading) -> Iterator[Candidate]:
    for entry in reading.fields:
        if "name" not in entry.concepts:
            continue
        value = reading.text[entry.start : entry.end].strip()
        words = WORD.findall(value)
        if 0 < len(words) <= 6 and not re.search(r"[\d@/=<>{}$]", value) and is_name_like(value):
            if len(words) == 1 and value.islower() and not (is_given(value, sure=False) or is_family(value)):
                continue
            yield candidate_name(reading.text, entry.start, entry.end, "a name in its field")
        else:
            yield from latin_at(reading, entry.start, "a name in its field")
            yield from arabic_at(reading, entry.start, "a name in its field", sure=True)


_PATH = re.compile(r"(?i)(?:/home/|/users/|\\users\\|/~|/homes?/|documents and settings\\)([a-z][a-z0-9._-]{1,30})")
_ACCOUNTS = frozenset({"public", "public_html", "default", "admin", "administrator", "user", "users", "www", "www-data", "ubuntu", "deploy", "node", "app", "shared", "git", "debian", "centos", "ec2-user", "runner", "vagrant", "web", "site", "client", "all", "virtual", "vmail", "cpanel", "backup", "ftp", "test", "dev", "main", "customer", "account"})  # fmt: skip


def _in_path(match: "re.Match[str]") -> Iterator[Candidate]:
    """A home directory is hidden when it holds a name: `/home/hany`, `C:\\Users\\Rania.Saad`."""
    parts = re.split(r"[._-]|(?<=[a-z])(?=[A-Z])", match[1])
    if any(is_given(part.lower(), sure=False) or is_family(part.lower()) for part in parts if len(part) >= 3):
        yield Candidate(match.start(1), match.end(1), Kind.NAME, "a name in a path", match[1].casefold())
