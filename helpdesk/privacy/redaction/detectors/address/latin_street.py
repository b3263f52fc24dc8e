"""Streets and houses in Latin letters."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.address.extent import candidate_address, extended
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexicon import STREET_WORDS

_WAY = r"(?:" + "|".join(STREET_WORDS) + ")"
_EN = re.compile(
    r"(?i)(?:(?:flat|apt\.?|apartment|unit|suite|ste|villa|house|building|bldg\.?|block|tower|floor|office|shop|room|plot|no\.?|number|#)\s*(?:no\.?\s*)?[\w/-]{1,6}[,\s]\s*){0,3}"
    r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,?\s+(?:[^\W\d_][^\W\d_'’.-]*\s+){0,4}?" + _WAY + r"\b\.?"
)
_STREET_FIRST = re.compile(
    r"(?i)(?:(?:rue|avenue|av\.?|boulevard|bd\.?|place|impasse|chemin|allée|calle|c/|avenida|avda\.?|plaza|paseo|carrer|via|viale|piazza|corso|rua|travessa|praça|ul\.|ulica|aleja|al\.|jalan|jl\.)\s+(?:[A-Za-zÀ-ɏ'’.-]+\s?){1,5},?\s*(?:n[°ºo.]?\s*)?\d{1,4}[a-z]?"
    r"|\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd\.?|place|impasse|chemin|allée|quai|route|lotissement|résidence|cité)\s+(?:[A-Za-zÀ-ɏ'’.-]+\s?){1,5}"
    r"|[A-Za-zÀ-ɏ-]{3,}(?:straße|strasse|str\.|weg|gasse|platz|allee|damm|ufer|ring|straat|laan|gracht|plein|kade|gatan|vägen|gade|vej|veien|gata|katu|tie|utca)\s+\d{1,4}\s?[a-z]?"
    r"|(?:[A-Za-zÀ-ɏ]+\s){1,3}(?:caddesi|cad\.|sokak|sok\.|sokağı|mahallesi|mah\.)(?:\s+no\s*:?\s*\d+)?)"
)
_UNIT = re.compile(
    r"(?i)\b(?:flat|apt\.?|apartment|villa|building|bldg\.?|block|tower|plot|house)\s*(?:no\.?|number|#)?\s*\d{1,5}[a-z]?\s*,\s*(?:(?:street|st|road|rd|floor|block|building|zone|area|district|way|avenue)\.?\s*(?:no\.?\s*)?\d{1,4}|[A-Za-zÀ-ž'’ -]{3,30})"
    r"|\bP\.?\s?O\.?\s?Box\s*:?\s*\d{2,7}|\b(?:bp|b\.p\.|postfach|apartado)\s+\d{2,6}"
)
_DIGIT = re.compile(r"\d")
SHAPES = (("street", _EN), ("street first", _STREET_FIRST), ("unit", _UNIT))


def on_line(text: str, place: int, pattern: "re.Pattern[str]") -> Iterator[Candidate]:
    """Find a pattern on the line of a place."""
    begin = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    if pattern is _EN and not _DIGIT.search(text, begin, end):
        return
    for match in pattern.finditer(text, begin, end):
        if _is_address(text, match.start(), match[0]) and not _VIA.match(match[0]):
            yield candidate_address(
                text, _begun(text, match.start()), extended(text, match.end()), "a street and a number"
            )


_VIA = re.compile(r"via [a-z]")  # "via eth0 10", no Italian street
_LEFT = re.compile(
    r"(?:(?:[A-Z][\w'’.-]*|\d+[/-]?\w*|of|the|and|&|floor|[Ff]loor)[ ]){0,5}(?:[A-Z][\w'’.-]*|\d+[/-]?\w*|floor|Floor|F)[ ]?,\s*$"
)


def _begun(text: str, start: int) -> int:
    """Take the part before a street: the name of a house, a floor, a flat, up to the comma before it."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 50) : start]
    match = _LEFT.search(line)
    if not match or re.match(r"(?i)(?:hi|dear|regards|hello|yes|no|thanks|address|at|is)\b", match[0]):
        return start
    return (
        start - len(match[0])
        if re.search(
            r"\d|(?i:house|cottage|forge|court|lodge|villa|farm|building|tower|hall|flat|floor|unit|block|arcade|almshouses)",
            match[0],
        )
        else start
    )


_UNLIKE = re.compile(
    r"(?i)\b(?:step|error|code|status|version|port|line|page|users?|days?|minutes?|hours?|times?|in|on|the|a|to|is|at|for|by|with|and|of my|our|from|this|no way|by the way|mail|files?|sites?|domains?|accounts?|months?|years?|gb|mb|ms|am|pm)\b"
)


def _is_address(text: str, start: int, written: str) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] in "./-_:#$€£"):
        return False
    middle = re.sub(r"^\W*\d[\w/-]*,?\s*", "", written)
    words = middle.split()
    if len(words) <= 1 and re.match(
        r"(?i)(?:st|dr|way|hill|row|court|place|drive|loop|walk|close|circle|phase|sector|block|square)\b", middle
    ):
        return False
    return not _UNLIKE.search(" ".join(words[:-1])) and "\n\n" not in written
