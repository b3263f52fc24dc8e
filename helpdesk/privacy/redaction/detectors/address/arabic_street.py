"""Streets and houses in Arabic."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.address.extent import CITIES, candidate_address
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexicon import stems
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.words import word_list

PART_OF_ADDRESS = re.compile(
    r"(?:و|ب|ل|ف)?(?:ال)?(?:شارع|ش|طريق|حاره|زقاق|درب|نهج|زنقه|جاده|ميدان|عماره|عقار|برج|ابراج|شقه|دور|طابق|فيلا|منزل|بيت|بنايه|مبني|بلوك|قطعه|مجمع|كمبوند|حي|منطقه|حومه|اقامه|تجزءه|دوار|مجاوره|مدينه|مساكن|ضاحيه|مخيم|قريه|محله|دار|رقم|بجوار|جنب|امام|قدام|خلف|ورا|وراء|مقابل|قبال|قبل|بعد|فوق|تحت|عند|ناصيه|تقاطع|متفرع|من|اخر|اول|محافظه|ولايه|مركز|قسم|الرمز|بريدي|رمز|ص|ب|صندوق|بريد|كورنيش|الدور|الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الارضي|الاخير|يمين|شمال|يسار)"
)
_STOP_AR = word_list("address_stops")


def arabic(reading: Reading, place: int) -> Iterator[Candidate]:
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
    end = arabic_end(text, word.start)
    if end > word.end + 1:
        yield candidate_address(text, start, end, "a street or a house in Arabic")


def _arabic_start(text: str, start: int) -> int:
    """Take a house number before the street: «١٤ شارع …», «عمارة ٥ شارع …» begin earlier."""
    before = text[max(0, start - 16) : start]
    match = re.search(r"(?:\d{1,5}(?:[ ]?[أبجدA-Za-z])?[ ]*[,،]?[ ]*)$", before)
    return start - len(match[0]) if match else start


def arabic_end(text: str, start: int) -> int:
    """Go on while the words may belong to an address, at most 26 words."""
    end, plain, place = start, 0, start
    for count, match in enumerate(re.finditer(r"[^\s]+", text[start : start + 260])):
        word = match[0]
        bare = fold_arabic(word.strip(',،.؛;:()"«»!؟?-'))
        between = text[place : start + match.start()]
        place = start + match.end()
        if "\n" in between and not (bare[:1].isdigit() or PART_OF_ADDRESS.fullmatch(bare) or bare in CITIES):
            break
        if count > 26 or bare in _STOP_AR or re.match(r"[a-zA-Z]{4,}|[+@]|\d{7,}", bare):
            break
        if not bare:
            continue
        if (
            PART_OF_ADDRESS.fullmatch(bare)
            or bare.isdigit()
            or bare in CITIES
            or bare.removeprefix("ب").removeprefix("و") in CITIES
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
    return bool(PART_OF_ADDRESS.fullmatch(bare)) or bare[:1].isdigit() or bare in CITIES
