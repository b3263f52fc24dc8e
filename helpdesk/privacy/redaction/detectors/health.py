"""Facts about somebody's health."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_WHO = re.compile(
    r"(?i)\b(?:i|i'm|im|my|me|he|she|his|her|wife|husband|son|daughter|mother|father|mum|mom|dad|patient|doctor|hospital|surgery|diagnosed|suffer\w*|anxiety|pregnan\w*|blood|clinic|nurse|sick leave|ill|medication|meds)\b|عندي|عنده|عندها|انا|امي|والدي|والدتي|زوجت|زوجي|ابني|بنتي|مريض|المستشفي|المستشفى|مستشفي|عمليه|عملية|دكتور|مصاب|اعاني|يعاني|تعاني|علاج|حامل"
)


def health(reading: Reading) -> Iterator[Candidate]:
    """Find medical facts about a person.

    shape    names of illnesses, treatments and conditions in both languages
    accepts  those of the list, where a person or a doctor is spoken of in the text
    misses   what is described without its name
    """
    if not reading.illnesses or not _WHO.search(reading.text):
        return
    for phrase in reading.illnesses:
        start, end = reading.words[phrase.first].start, reading.words[phrase.last].end
        yield Candidate(start, end, Kind.HEALTH, "words for an illness or a treatment", reading.low[start:end])
