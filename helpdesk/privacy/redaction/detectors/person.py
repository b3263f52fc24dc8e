"""Names: those that people introduce themselves by, and the requester's own wherever it stands."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.normalise import digits_of, fold_arabic
from helpdesk.privacy.redaction.spans import Kind, Known
from helpdesk.privacy.redaction.words import word_list

_LATIN = r"(\p{Lu}[\pL'’-]+(?:[ \t]+(?:(?:al|el|bin|ibn|abu|de|van|von|da)[ -])?\p{Lu}[\pL'’.-]*){0,3})"
_ARABIC = r"([\p{Arabic}]{2,}(?:[ \t]+[\p{Arabic}]{2,}){0,3})"
_INTRODUCED = re2.compile(
    r"(?:(?i:my name is|my name's|this is|i am called|name on the account is|account holder is|account holder:|full name:|name:|signed,?|regards,?|best,|thanks,|sincerely,|cheers,)\s{0,3})"
    + _LATIN
)
_TITLED = re2.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Eng)\.?[ \t]+" + _LATIN)
_INTRODUCED_AR = re2.compile(
    r"(?:اسمي|إسمي|الاسم\s*:|الإسم\s*:|معك|معكم|انا اسمي|أنا اسمي|باسم|مع التحية[،,]?|وشكرا[ً]?[،,]|تحياتي[،,]?)\s{0,3}(?:هو\s+)?"
    + _ARABIC
)
_NOT_NAMES = word_list("not_names_en")
_NOT_ARABIC_NAMES = word_list("not_names_ar")
_PART = re2.compile(r"[\pL\pM'’-]+")


def introduced_name(text: str) -> Iterator[Candidate]:
    """Find names that are introduced.

    shape    one to four capitalised words, or one to four Arabic words
    accepts  right after "my name is", a greeting line at the end, a title, «اسمي»
    misses   names in the middle of a sentence, names of others
    """
    for pattern in (_INTRODUCED, _TITLED):
        for match in pattern.finditer(text):
            end = _end_of_name(match[1], _NOT_NAMES)
            if end:
                name = match[1][:end]
                yield Candidate(
                    match.start(1), match.start(1) + end, Kind.NAME, "a name that is introduced", name.casefold()
                )
    for match in _INTRODUCED_AR.finditer(text):
        end = _end_of_name(match[1], _NOT_ARABIC_NAMES)
        if end:
            yield Candidate(
                match.start(1),
                match.start(1) + end,
                Kind.NAME,
                "a name that is introduced",
                fold_arabic(match[1][:end]),
            )


def _end_of_name(words: str, ordinary: frozenset[str]) -> int:
    """Cut the run at the first word that is no name; 0 when the first is none already."""
    end = 0
    for match in _PART.finditer(words):
        if fold_arabic(match[0]) in ordinary:
            break
        end = match.end()
    return end


def known_person(text: str, known: Known) -> Iterator[Candidate]:
    """Find what is known of the requester: their address, the name in it, their name and its parts, phone, company.

    accepts  whole words, in any case and Arabic spelling; parts of a name from three letters on, with a clitic or not
    misses   transliterations and misspellings
    """
    folded = fold_arabic(text)  # folding keeps the length, so places are the same
    for value, kind, same in _known_values(known):
        start = folded.find(value)
        while start >= 0:
            end = start + len(value)
            if _is_whole(folded, start, end):
                yield Candidate(start, end, kind, "known of the requester", same)
            start = folded.find(value, end)


def _known_values(known: Known) -> Iterator[tuple[str, Kind, str]]:
    name = fold_arabic(known.name.strip())
    if name:
        yield name, Kind.NAME, name
        for part in name.split():
            if len(part) >= 3:
                yield part, Kind.NAME, part
    if known.email:
        email = fold_arabic(known.email.strip())
        yield email, Kind.EMAIL, email
        local = email.partition("@")[0]
        if len(local) >= 4 and not local.isdigit() and local not in _NOT_PERSONAL_LOCALS:
            yield local, Kind.NAME, local
    for value, kind in ((known.company, Kind.NAME), (known.address, Kind.ADDRESS)):
        if len(value.strip()) >= 3:
            yield fold_arabic(value.strip()), kind, fold_arabic(value.strip())
    if len(digits_of(known.phone)) >= 7:
        yield known.phone.strip(), Kind.PHONE, digits_of(known.phone)[-9:]


_NOT_PERSONAL_LOCALS = frozenset(
    {"info", "admin", "support", "sales", "contact", "mail", "office", "hello", "webmaster"}
)
_CLITICS = ("و", "ف", "ب", "ل", "ك")


def _is_whole(text: str, start: int, end: int) -> bool:
    if stands_alone(text, start, end):
        return True
    after_clitic = start >= 1 and text[start - 1] in _CLITICS and not text[start - 2 : start - 1].isalnum()
    return after_clitic and not text[end : end + 1].isalnum()
