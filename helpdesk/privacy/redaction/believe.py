"""How far a finding of the rules stands against the tagger's opinion of its words."""

from helpdesk.privacy.redaction.detectors.candidate import Candidate, moved
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.reckoning import ORDINARY, Verdict

# How ordinary at most, for rules that propose more than they find.
_DOUBTS = {
    "a long number that nothing explains": 0.2,
    "what looks chosen after a word for a password": 0.8,
    "in quotes after a word for a password": 0.6,
    "a number behind the sentence with a word for a code": 0.6,
    "a name that is introduced": 0.5,
    "a name that the lists know": 0.6,
    "behind words for an address": 0.5,
    "words stated as a secret": 0.97,
    "a code beside its word": 0.8,
    "perhaps a card's security code behind it": 0.95,
}
# How ordinary at least, for findings that are sure by themselves and fall all the same.
_DENIED = {
    "a name behind a title": 0.95,
    "a name in a mail's head": 0.97,
    "a name before an address or a quotation": 0.6,
    "an e-mail address in words": 0.6,
    "a number beside words for a bank account": 0.7,
    "the value of a field named like a secret": 0.9,
}
_NAMED = frozenset({"a name behind a title", "a name in a mail's head"})
LAST = 0.9  # so ordinary at most are the words at the ends of a name that is sure
KEPT = 0.8  # so ordinary at most are the words at the ends of a finding that stands
DOUBT = 0.7  # an unsure finding falls where its words are ordinary with at least this probability


def believed(reading: Reading, candidate: Candidate, private: dict[int, Verdict]) -> Candidate | None:
    """Give what stands of a finding: all of it, all but ordinary words at its ends, or nothing."""
    if candidate.sure and candidate.rule not in _DENIED:
        return candidate
    first, words = max(0, reading.word_before(candidate.start)), reading.words
    last = first
    while last < len(words) and words[last].start < candidate.end:
        last += 1
    inside = [index for index in range(first, last) if words[index].end > candidate.start]
    doubt = _DENIED[candidate.rule] if candidate.sure else _DOUBTS.get(candidate.rule, DOUBT)
    if inside and min(private.get(index, ORDINARY)[1] for index in inside) >= doubt:
        return None
    if not inside or (candidate.sure and candidate.rule not in _NAMED):
        return candidate
    most = LAST if candidate.sure else max(doubt, KEPT)
    stay = [index for index in inside if private.get(index, ORDINARY)[1] < most] or inside
    start = max(candidate.start, words[stay[0]].start)
    end = min(candidate.end, words[stay[-1]].end)
    if (start, end) == (candidate.start, candidate.end) or not any(map(str.isalnum, reading.text[start:end])):
        return candidate
    return moved(candidate, start, end, fold_arabic(reading.text[start:end]))
