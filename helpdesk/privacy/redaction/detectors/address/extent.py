"""How far an address goes on: flat, district, city, postcode, country."""

import re

from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.words import word_list

_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_POSTCODE = re.compile(
    rf"(?:{_UK}|[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|\d{{5}}(?:-\d{{4}})?|\d{{4}} ?[A-Z]{{2}}|\d{{6}}|\d{{4}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}})"
)
UK_ALONE = re.compile(r"\b" + _UK + r"\b")
CITIES = word_list("cities")


def candidate_address(text: str, start: int, end: int, rule: str) -> Candidate:
    """Propose an address, without the marks at its ends."""
    start, end = trimmed(text, start, end, " \t\n\"'`,;:.()[]<>-،؛")
    sure = rule not in (
        "perhaps the value of an address's field",
        "behind words for an address",
        "a street or a house in Arabic",
    )
    return Candidate(start, end, Kind.ADDRESS, rule, " ".join(fold_arabic(text[start:end]).split()), sure)


def extended(text: str, end: int) -> int:
    """Go on over the parts behind a street: flat, district, city, postcode, country."""
    place = end
    for _ in range(8):
        match = re.match(r"[ \t]*(?:,|\n|-|–|/|;| )[ \t]*([^,\n.;:()|\"<>]{1,40})", text[place:])
        gap = text[place : place + match.start(1)] if match else ""
        labels = match and "\n" in gap and text[place + match.end() :][:1] in (".", ":") and len(match[1].split()) <= 2
        if not match or labels or not continues(match[1].strip(), gap):
            short = re.match(r"[ ,\n]{1,3}(" + _POSTCODE.pattern + r")\b", text[place:])
            return place + short.end() if short else place
        taken = length_taken(match[1])
        place += match.start(1) + taken
        if taken < len(match[1].rstrip()):
            return place
    return place


def continues(part: str, gap: str) -> bool:
    """Say whether a part behind a gap still belongs to an address."""
    words = part.split()
    if not words or len(words) > 6:
        words = words[:4]
    if not words:
        return False
    first = words[0]
    if "\n" in gap and not (
        fold_arabic(first.strip(".,")) in CITIES
        or _POSTCODE.fullmatch(" ".join(words[:2]))
        or _POSTCODE.fullmatch(first)
        or (
            first[0].isupper()
            and len(words) <= 3
            and not re.match(
                r"(?i)(?:tel|phone|mobile|e?-?mail|fax|web|www|thanks|regards|my|i|the|we|please|dob|date|id|name|vat)\b",
                first,
            )
        )
    ):
        return False
    if gap.strip(" \t") == "" and "\n" not in gap:
        return (
            bool(_POSTCODE.match(part))
            or fold_arabic(first) in CITIES
            or first.lower() in ("flat", "apt", "apartment", "unit", "floor", "suite", "villa")
        )
    return (
        first[0].isupper()
        or first[0].isdigit()
        or fold_arabic(first) in CITIES
        or bool(
            re.match(
                r"(?i)(?:flat|apt|apartment|unit|floor|suite|villa|building|block|near|behind|opposite|next to|\d+(?:st|nd|rd|th) floor)",
                part,
            )
        )
    )


def length_taken(part: str) -> int:
    """Give how much of a part belongs to the address: up to the first word that begins a sentence."""
    end = 0
    for match in re.finditer(r"\S+", part):
        word = match[0]
        low = word.lower().strip(".,")
        if not (
            word[0].isupper()
            or word[0].isdigit()
            or low
            in (
                "of",
                "the",
                "al",
                "el",
                "de",
                "la",
                "floor",
                "flat",
                "apt",
                "near",
                "st",
                "city",
                "street",
                "road",
                "and",
                "&",
                "behind",
                "opposite",
                "to",
                "next",
                "bin",
                "district",
            )
            or fold_arabic(low) in CITIES
        ):
            break
        if low in (
            "i",
            "please",
            "my",
            "we",
            "phone",
            "tel",
            "mobile",
            "email",
            "is",
            "but",
            "since",
            "because",
            "id",
            "dob",
            "passport",
            "our",
            "it",
            "he",
            "she",
        ):
            break
        end = match.end()
    kept = part[:end].rstrip()
    for tail in (" and", " the", " of", " to"):
        kept = kept.removesuffix(tail)
    return len(kept)
