"""Postal addresses."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.lexicon import STREET_WORDS, stems
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.words import word_list

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
_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_POSTCODE = re.compile(
    rf"(?:{_UK}|[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|\d{{5}}(?:-\d{{4}})?|\d{{4}} ?[A-Z]{{2}}|\d{{6}}|\d{{4}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}})"
)
_UK_ALONE = re.compile(r"\b" + _UK + r"\b")
_SHAPES = (("street", _EN), ("street first", _STREET_FIRST), ("unit", _UNIT))
PART_OF_ADDRESS = re.compile(
    r"(?:و|ب|ل|ف)?(?:ال)?(?:شارع|ش|طريق|حاره|زقاق|درب|نهج|زنقه|جاده|ميدان|عماره|عقار|برج|ابراج|شقه|دور|طابق|فيلا|منزل|بيت|بنايه|مبني|بلوك|قطعه|مجمع|كمبوند|حي|منطقه|حومه|اقامه|تجزءه|دوار|مجاوره|مدينه|مساكن|ضاحيه|مخيم|قريه|محله|دار|رقم|بجوار|جنب|امام|قدام|خلف|ورا|وراء|مقابل|قبال|قبل|بعد|فوق|تحت|عند|ناصيه|تقاطع|متفرع|من|اخر|اول|محافظه|ولايه|مركز|قسم|الرمز|بريدي|رمز|ص|ب|صندوق|بريد|كورنيش|الدور|الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الارضي|الاخير|يمين|شمال|يسار)"
)
_CITIES = word_list("cities")
_STOP_AR = word_list("address_stops")


def postal_address(reading: Reading) -> Iterator[Candidate]:
    """Find postal addresses, from house or street to city and postcode.

    shape    number and street (English, French, German, Dutch, Spanish, Italian, Nordic, Turkish), flat or villa with a
             street, post office boxes; Arabic ones from شارع، حي، عمارة، شقة، نهج …; whatever an address's field holds
    accepts  goes on over parts with numbers, capitals, known cities and postcodes
    misses   addresses without a street word, number or field, described by landmarks alone
    """
    text, words = reading.text, reading.words
    for sort, pattern in _SHAPES:
        done = -1
        for place in reading.places.get(sort, ()):
            if words[place].line != done:
                done = words[place].line
                yield from _on_line(text, words[place].start, pattern)
    behind = 0
    for place in reading.places.get("arabic street", ()):
        for found in _arabic(reading, place) if words[place].start >= behind else ():
            behind = found.end
            yield found
    for match in _UK_ALONE.finditer(text):
        yield _candidate(text, match.start(), match.end(), "a postcode of the United Kingdom")
    yield from _in_fields(reading)
    yield from _stated(reading)


def _on_line(text: str, place: int, pattern: "re.Pattern[str]") -> Iterator[Candidate]:
    begin = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    for match in pattern.finditer(text, begin, len(text) if end < 0 else end):
        if _is_address(text, match.start(), match[0]) and not _VIA.match(match[0]):
            yield _candidate(text, _begun(text, match.start()), _extended(text, match.end()), "a street and a number")


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


def _arabic(reading: Reading, place: int) -> Iterator[Candidate]:
    """From a street, a block, a flat on: one that a number or a name follows; weak words need a number near them."""
    words, text = reading.words, reading.text
    word = words[place]
    near = [other.low for other in words[max(0, place - 2) : place + 6] if other.line == word.line]
    has_number = any(low.isdigit() for low in near)
    strong = any(
        stem in ("شارع", "حاره", "نهج", "زنقه", "زقاق", "درب", "ميدان", "جاده", "كورنيش", "كمبوند")
        for stem in stems(word.low)
    )
    if not (strong or has_number) or (word.low == "ش" and not has_number):
        return
    start = _arabic_start(text, word.start)
    end = _arabic_end(text, word.start)
    if end > word.end + 1:
        yield _candidate(text, start, end, "a street or a house in Arabic")


def _candidate(text: str, start: int, end: int, rule: str) -> Candidate:
    start, end = trimmed(text, start, end, " \t\n\"'`,;:.()[]<>-،؛")
    sure = rule not in (
        "perhaps the value of an address's field",
        "behind words for an address",
        "a street or a house in Arabic",
    )
    return Candidate(start, end, Kind.ADDRESS, rule, " ".join(fold_arabic(text[start:end]).split()), sure)


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


def _extended(text: str, end: int) -> int:
    """Go on over the parts behind a street: flat, district, city, postcode, country."""
    place = end
    for _ in range(8):
        match = re.match(r"[ \t]*(?:,|\n|-|–|/|;| )[ \t]*([^,\n.;:()|\"<>]{1,40})", text[place:])
        gap = text[place : place + match.start(1)] if match else ""
        labels = match and "\n" in gap and text[place + match.end() :][:1] in (".", ":") and len(match[1].split()) <= 2
        if not match or labels or not _continues(match[1].strip(), gap):
            short = re.match(r"[ ,\n]{1,3}(" + _POSTCODE.pattern + r")\b", text[place:])
            return place + short.end() if short else place
        taken = _taken(match[1])
        place += match.start(1) + taken
        if taken < len(match[1].rstrip()):
            return place
    return place


def _continues(part: str, gap: str) -> bool:
    words = part.split()
    if not words or len(words) > 6:
        words = words[:4]
    if not words:
        return False
    first = words[0]
    if "\n" in gap and not (
        fold_arabic(first.strip(".,")) in _CITIES
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
            or fold_arabic(first) in _CITIES
            or first.lower() in ("flat", "apt", "apartment", "unit", "floor", "suite", "villa")
        )
    return (
        first[0].isupper()
        or first[0].isdigit()
        or fold_arabic(first) in _CITIES
        or bool(
            re.match(
                r"(?i)(?:flat|apt|apartment|unit|floor|suite|villa|building|block|near|behind|opposite|next to|\d+(?:st|nd|rd|th) floor)",
                part,
            )
        )
    )


def _taken(part: str) -> int:
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
            or fold_arabic(low) in _CITIES
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


def _arabic_start(text: str, start: int) -> int:
    """Take a house number before the street: «١٤ شارع …», «عمارة ٥ شارع …» begin earlier."""
    before = text[max(0, start - 16) : start]
    match = re.search(r"(?:\d{1,5}(?:[ ]?[أبجدA-Za-z])?[ ]*[,،]?[ ]*)$", before)
    return start - len(match[0]) if match else start


def _arabic_end(text: str, start: int) -> int:
    """Go on while the words may belong to an address, at most 26 words."""
    end, plain, place = start, 0, start
    for count, match in enumerate(re.finditer(r"[^\s]+", text[start : start + 260])):
        word = match[0]
        bare = fold_arabic(word.strip(',،.؛;:()"«»!؟?-'))
        between = text[place : start + match.start()]
        place = start + match.end()
        if "\n" in between and not (bare[:1].isdigit() or PART_OF_ADDRESS.fullmatch(bare) or bare in _CITIES):
            break
        if count > 26 or bare in _STOP_AR or re.match(r"[a-zA-Z]{4,}|[+@]|\d{7,}", bare):
            break
        if not bare:
            continue
        if (
            PART_OF_ADDRESS.fullmatch(bare)
            or bare.isdigit()
            or bare in _CITIES
            or bare.removeprefix("ب").removeprefix("و") in _CITIES
            or re.fullmatch(r"\d+\w?", bare)
        ):
            plain = 0
        else:
            plain += 1
        if plain > 3:
            break
        end = start + match.end()
        if word[-1] in ".؛!؟" and len(bare) > 1 and not bare.isdigit():
            break
        if word[-1] in ",،" and plain and not _goes_on(text, place):
            break
    return end


def _goes_on(text: str, place: int) -> bool:
    following = re.match(r"\s*(\S+)", text[place:])
    bare = fold_arabic(following[1].strip(",،.؛:()")) if following else ""
    return bool(PART_OF_ADDRESS.fullmatch(bare)) or bare[:1].isdigit() or bare in _CITIES


def _in_fields(reading: Reading) -> Iterator[Candidate]:
    for entry in reading.fields:
        if "address" in entry.concepts and not entry.concepts & {"ip", "mac", "email"}:
            value = reading.text[entry.start : entry.end]
            if (
                len(value.strip()) >= 6
                and not re.search(r"@|https?:|^\s*[\d.:a-fA-F]+\s*$", value)
                and re.search(r"[^\W\d]{3}", value)
            ):
                end = entry.start + _first_sentence(value)
                while (
                    end == entry.end
                    and re.match(r"\n[^\n:]{3,60}(?:\n|$)", reading.text[end:])
                    and _continues(reading.text[end:].strip().split("\n")[0], "\n")
                ):
                    end += len(reading.text[end:].split("\n")[1]) + 1
                rule = (
                    "the value of an address's field"
                    if _has_place(value)
                    else "perhaps the value of an address's field"
                )
                yield _candidate(reading.text, entry.start, end, rule)


_SENTENCE = re.compile(r"(?:[^\W_]{4,}|\d[^\W_]{0,3})[.;؛!?؟] +(?=\S+ \S)")


def _first_sentence(value: str) -> int:
    """Give where the first sentence of a value ends; behind it nobody goes on with an address."""
    match = _SENTENCE.search(value, 12)
    return match.end() if match else len(value)


def _has_place(value: str) -> bool:
    """A number or a known city tells an address from a title or a link."""
    return any(letter.isdigit() for letter in value) or not _CITIES.isdisjoint(
        fold_arabic(value).replace(",", " ").split()
    )


def _stated(reading: Reading) -> Iterator[Candidate]:
    """Behind words for an address: «ساكن في …», "I live at …"."""
    text, words = reading.text, reading.words
    for cue in reading.cues:
        if "address" not in cue.concepts or cue.last + 2 >= len(words) or words[cue.last].low == "street":
            continue
        following = cue.last + 1
        while following < len(words) - 1 and following < cue.last + 6 and words[following].low in _BETWEEN:
            following += 1
        start = words[following].start
        if words[following].low[0] >= "\u0600" or (
            words[following].low.isdigit() and words[following + 1].low[0] >= "\u0600"
        ):
            end = _arabic_end(text, start)
            if end - start >= 8:
                yield _candidate(text, start, end, "behind words for an address")
        elif re.match(
            r"(?i)(?:flat|apt|villa|unit|house|number|no\.?|p\.?o|building|block|\d)|[A-Z][\w'’-]+[^.\n]{0,40}\d",
            text[start : start + 60],
        ):
            first = re.match(r"[^,\n.;]{1,60}", text[start:])
            if first:
                yield _candidate(text, start, _extended(text, start + _taken(first[0])), "behind words for an address")


_BETWEEN = frozenset(
    {
        ":",
        "-",
        "is",
        "was",
        "at",
        "in",
        "on",
        "to",
        "the",
        ",",
        "=",
        "هو",
        "هي",
        "في",
        "ف",
        "ب",
        "الحالي",
        "الجديد",
        "القديم",
        "كان",
        "بقي",
        "كامل",
        "بيتي",
        "البيت",
        "المنزل",
        "الشركه",
        "المكتب",
        "السكن",
        "وهو",
        "حاليا",
        "كالتالي",
        "for",
        "delivery",
        "now",
        "still",
        "new",
    }
)
