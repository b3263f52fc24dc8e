"""Secrets that a sentence before them announces, stand behind a log-in, or are spelled letter by letter."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.detectors.secret.value import chunk, is_void, sorts_of_letters
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_SECRETS = frozenset({"code", "password", "answer"})
_REACH = 15  # words between a word for a code and its number, over the end of a sentence
_LINES = 2
_BEHIND = 8  # words behind a word for a log-in
_LETTERS = 5  # single letters in a row that spell something


def number_nearby(reading: Reading) -> Iterator[Candidate]:
    """Propose numbers that nothing explains, when the sentence before speaks of a code: "The box refuses my PIN. I type 90 44 17."

    misses   numbers more than some words behind;  never sure: the tagger decides
    """
    cues = [cue for cue in reading.cues if cue.concepts & _SECRETS] if reading.speaks & _SECRETS else []
    place = 0
    for numeral in reading.numerals if cues else ():
        index = reading.word_before(numeral.start) + 1  # the word that it is part of
        while place + 1 < len(cues) and cues[place + 1].last < index:
            place += 1
        last = cues[place].last
        if not (last < index <= last + _REACH and 4 <= len(numeral.digits) <= 8):
            continue
        lines = reading.words[index].line - reading.words[last].line
        alone = stands_alone(reading.text, numeral.start, numeral.end)
        if lines <= _LINES and alone and not reading.concepts(numeral.start, numeral.end):
            rule = "a number behind the sentence with a word for a code"
            yield Candidate(numeral.start, numeral.end, Kind.CODE, rule, numeral.digits, sure=False)


def behind_log_in(reading: Reading) -> Iterator[Candidate]:
    """Propose what looks chosen behind a word for a log-in: "user root , f0ur.Camels"; never sure."""
    words, text = reading.words, reading.text
    chosen = reading.places.get("chosen", ()) if "user" in reading.speaks else ()
    logins = [cue.last for cue in reading.cues if "user" in cue.concepts] if chosen else []
    for place in chosen if logins else ():
        last = max((login for login in logins if login < place), default=-_BEHIND - 1)
        if place - last > _BEHIND or words[last].line != words[place].line:
            continue
        start, end = chunk(reading, words[place].start)
        value = text[start:end]
        if start == words[place].start and looks_chosen(value) and sorts_of_letters(value) >= 2 and not is_void(value):
            rule = "what looks chosen behind a word for a log-in"
            yield Candidate(start, end, Kind.PASSWORD, rule, value, sure=False)


def spelled_out(reading: Reading) -> Iterator[Candidate]:
    """Find passwords written letter by letter behind their word: "z a h r a 7"."""
    words = reading.words
    for cue in reading.cues if reading.speaks & {"password", "answer"} else ():
        first = cue.last + 1
        while first < len(words) and first < cue.last + _BEHIND and not _is_letter(words[first].low):
            first += 1
        last = first
        while last < len(words) and _is_letter(words[last].low) and words[last].line == words[cue.last].line:
            last += 1
        if cue.concepts & {"password", "answer"} and last - first >= _LETTERS:
            start, end = words[first].start, words[last - 1].end
            yield Candidate(
                start, end, Kind.PASSWORD, "letters one by one behind a word for a password", reading.low[start:end]
            )


def _is_letter(low: str) -> bool:
    return len(low) == 1 and low.isalnum()
