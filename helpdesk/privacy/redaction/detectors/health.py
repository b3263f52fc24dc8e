"""Facts about somebody's health."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Cue, Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_WHO = re.compile(
    r"(?i)\b(?:i|i'm|im|my|me|he|she|his|her|wife|husband|son|daughter|mother|father|mum|mom|dad|patient|doctor|hospital|surgery|diagnosed|suffer\w*|anxiety|pregnan\w*|blood|clinic|nurse|sick leave|ill|medication|meds|medical|she's|he's|fils|mère|père)\b|عندي|عنده|عندها|انا|امي|والدي|والدتي|زوجت|زوجي|ابني|بنتي|مريض|المستشفي|المستشفى|مستشفي|عمليه|عملية|دكتور|مصاب|اصاب|اصيب|طبي|جاله|جاتله|معاي|يتعالج|تتعالج|بياخد|وفاه|رحم|صراع مع|اعاني|يعاني|تعاني|علاج|حامل"
)


def health(reading: Reading) -> Iterator[Candidate]:
    """Find medical facts about a person.

    shape    names of illnesses, treatments and conditions in both languages
    accepts  those of the list, where a person or a doctor is spoken of in the text
    misses   what is described without its name
    """
    if not reading.illnesses or not _WHO.search(reading.text):
        return
    words, behind = reading.words, -1
    phrases = [phrase for phrase in reading.illnesses if not _is_of_a_thing(reading, phrase)]
    named = {place for phrase in phrases for place in range(phrase.first, phrase.last + 1)}
    for phrase in phrases:
        if phrase.first > behind:
            first, behind = _with_description(words, phrase, named)
            start, end = words[first].start, words[behind].end
            yield Candidate(start, end, Kind.HEALTH, "words for an illness or a treatment", reading.low[start:end])


def _with_description(words: list[Word], phrase: Cue, named: set[int]) -> tuple[int, int]:
    """Give the first and the last word of an illness with what describes it: its stage, its part of the body, another one beside it."""
    first, last, line = phrase.first, phrase.last, words[phrase.first].line
    while first and words[first - 1].low in _BEFORE and words[first - 1].line == line:
        first -= 1
    for place in range(last + 1, len(words)):
        word = words[place]
        if word.line != line or place - last > _APART:
            break
        if place in named or word.low in _BEHIND:
            last = place
        elif not (word.low in _BETWEEN or word.low.isdigit()):
            break
    return first, last


_APART = 3  # words between two that describe an illness
_BEFORE = frozenset({"chronic", "acute", "severe", "mild", "early-onset", "terminal", "advanced", "breast", "lung", "throat", "brain", "bone", "skin", "blood", "kidney", "liver", "heart", "high-risk", "سرطان", "عمليه"})  # fmt: skip
_BEHIND = frozenset({"chronic", "acute", "pancreas", "breast", "lung", "lungs", "throat", "colon", "prostate", "brain", "blood", "liver", "kidney", "kidneys", "heart", "hip", "knee", "wrist", "ankle", "leg", "arm", "eye", "ear", "insulin", "positive", "negative", "weeks", "wks", "operation", "tablets", "drops", "peanuts", "nuts", "penicillin", "مزمن", "مزمنه", "الثدي", "ثدي", "الرئه", "الدم", "المخ", "القلب", "الكلي", "الكبد", "المعده", "القولون", "الرحم", "البنكرياس", "النوع", "ايجابي", "خبيث", "حميد"})  # fmt: skip
_BETWEEN = frozenset({"of", "the", "in", "on", "with", "and", "to", ",", "-", "–", "+", "/", "في", "من", "و", "،"})


_HELD = frozenset({"بطاقه", "جواز", "هويه", "رخصه", "شهاده", "اقامه", "حساب", "رقم", "كارت", "وثيقه", "تصريح"})


def _is_of_a_thing(reading: Reading, phrase: Cue) -> bool:
    """Say whether a word for a condition means something else: plugins are disabled, «حامل البطاقة» holds a card."""
    words = reading.words
    word = words[phrase.first]
    if word.low == "disabled":
        before = words[phrase.first - 1].low if phrase.first else ""
        whose = words[phrase.first - 2].low if phrase.first > 1 else ""
        return not (before in _PEOPLE or (before in ("is", "are", "was") and whose in _PEOPLE))
    if "حامل" in word.about.forms:
        following = words[phrase.last + 1 : phrase.last + 2]
        named = word.low.endswith("ه") and word.low != "حامله"
        return named or any(not _HELD.isdisjoint(other.about.forms) for other in following)
    return False


_PEOPLE = frozenset({"i'm", "im", "am", "i", "he", "she", "he's", "she's", "who", "who's", "a", "my", "son", "daughter", "wife", "husband", "mother", "father", "registered", "severely"})  # fmt: skip
