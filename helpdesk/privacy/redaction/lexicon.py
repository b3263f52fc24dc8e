"""What is known of a word by itself: its forms, whether the lists have it as a name, of what sorts it is."""

import re
from collections.abc import Iterator
from functools import lru_cache

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.words import common_words, name_list, word_list

NOT_NAMES = word_list("not_names_en")
NOT_ARABIC_NAMES = word_list("not_names_ar")
PARTICLES = frozenset({"al", "el", "bin", "ibn", "bint", "abu", "abou", "abo", "um", "umm", "om", "ben", "bou", "de", "der", "den", "van", "von", "da", "di", "del", "della", "la", "le", "du", "dos", "das", "ter", "zu", "y", "san", "st", "mac", "mc", "ould", "ait", "abd", "abdul", "abdel"})  # fmt: skip
ARABIC_PARTICLES = frozenset(
    {"بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال", "آل", "عبد", "بو", "ولد", "ست", "سيدي", "ايت", "اولاد"}
)
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mister", "dr", "prof", "professor", "eng", "engr", "sir", "madam", "sheikh", "shaikh", "capt", "captain", "sgt", "herr", "frau", "sig", "sra", "sr", "don", "doña", "mme", "mlle", "monsieur", "madame", "ustaz", "hajj", "haj", "hagg", "atty", "rev", "father", "sister", "judge", "lt", "uncle", "aunt", "auntie", "nurse", "driver"})  # fmt: skip
ARABIC_TITLES = frozenset(
    {"السيد", "السيده", "سيد", "سيده", "الاستاذ", "الاستاذه", "استاذ", "استاذه", "الدكتور", "الدكتوره", "دكتور", "دكتوره", "المهندس", "المهندسه", "مهندس", "مهندسه", "بشمهندس", "الحاج", "الحاجه", "حاج", "حاجه", "مدام", "انسه", "الانسه", "الشيخ", "شيخ", "الشيخه", "المحامي", "المحاميه",
     "المحاسب", "المحاسبه", "مستر", "مس", "ميس", "كابتن", "عم", "عمو", "خاله", "خالتي", "خالي", "عمي", "عمتي", "اخي", "اخوي", "اخويا", "اختي", "ابني", "ابنه", "ابنتي", "بنتي", "زوجي", "زوجتي", "جوزي", "مراتي", "صديقي", "صاحبي", "زميلي", "زميلتي", "شريكي", "مديري", "مديرتنا", "مديرنا", "والدي", "والدتي",
     "الموظف", "الموظفه", "السائق", "السواق", "المدير", "المديره", "السكرتيره", "الممرضه", "المريض", "المريضه", "الطالب", "الطالبه", "العميل", "العميله", "ا", "د", "م", "أ", "الاخ", "الاخت", "اخ", "اخت", "حفيدي", "حفيدتي", "جاري", "ولدي", "ابنك", "النقيب", "العقيد", "الرائد", "المستشار", "القاضي", "الاب", "خالته", "ست", "الست", "ابله", "الفاضل", "الفاضله", "للسيد", "للسيده", "للاستاذ", "للاستاذه", "للدكتور", "لالا", "سي", "لله"}
)  # fmt: skip
KIN = frozenset({"wife", "husband", "son", "daughter", "brother", "sister", "mother", "father", "mum", "mom", "dad", "cousin", "uncle", "aunt", "nephew", "niece", "grandson", "granddaughter", "partner", "friend", "colleague", "boss", "manager", "assistant", "accountant", "developer", "secretary", "neighbour", "neighbor", "employee", "client", "customer", "lawyer", "nurse", "driver", "coworker", "teammate", "director", "technician", "engineer", "consultant", "patient", "tenant", "student", "teacher", "supervisor", "contact", "receptionist", "intern", "contractor", "freelancer", "designer", "guest", "agent", "admin", "predecessor", "successor", "girlfriend", "boyfriend", "fiancé", "fiancée", "fiance", "fiancee"})  # fmt: skip


_PREFIXES = ("وبال", "فبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل")
_SUFFIXES = ("هما", "كما", "ها", "هم", "كم", "نا", "تي", "ته", "تك", "ي", "ه", "ك", "و")


@lru_cache(maxsize=4_000)
def stems(low: str) -> tuple[str, ...]:
    """Give the forms of a folded word under which a cue may be listed: without article, clitics, pronoun, plural."""
    if low.isascii():
        parts = [low]
        if len(low) > 3 and low.endswith("s"):
            parts.append(low[:-1].rstrip("'"))
        if "_" in low or "-" in low or "." in low:
            parts += [part for part in re.split(r"[_.-]", low) if len(part) > 2][-2:]
        return tuple(parts)
    bare = [low, *(low[len(p) :] for p in _PREFIXES if low.startswith(p) and len(low) - len(p) >= 3)]
    short = [word[: -len(s)] for word in bare for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3]
    feminine = [word[:-2] + "ه" for word in bare if word.endswith(("تي", "ته", "تك")) and len(word) > 4]
    feminine += [word[:-3] + "ه" for word in bare if word.endswith(("تها", "تنا", "تهم", "تكم")) and len(word) > 5]
    return tuple(dict.fromkeys([*bare, *feminine, *short]))


def is_arabic(low: str) -> bool:
    """Say whether a word begins with an Arabic letter."""
    return "\u0621" <= low[0] <= "\u06d3"


@lru_cache(maxsize=4_000)
def is_given(low: str, *, sure: bool = True) -> bool:
    """Say whether a folded word is a given name; `sure` leaves out those that are ordinary words, too."""
    found = _given(low)
    return found is not None and not (sure and found)


def _given(low: str) -> bool | None:
    """Say whether a given name is an ordinary word, too; None if it is none."""
    found = name_list("given_latin" if low[:1] < "\u0600" else "given_arabic").get(low)
    if found is None and "-" in low:
        parts = [_given(part) for part in low.split("-") if part]
        return None if None in parts else any(parts)
    return found


@lru_cache(maxsize=4_000)
def is_family(low: str, *, sure: bool = True) -> bool:
    """Say whether a folded word is a family name."""
    found = _family(low)
    return found is not None and not (sure and found)


def _family(low: str) -> bool | None:
    """Say whether a family name, which a given one may be, is an ordinary word, too; None if it is none."""
    lists = name_list("family_latin" if low[:1] < "\u0600" else "family_arabic")
    bare = low.removeprefix("ال") if low.startswith("ال") and len(low) > 4 else low
    found, given = lists.get(low, lists.get(bare)), _given(bare)
    return given if found is None else found if given is None else found and given


_COMPANY = frozenset(
    {"ltd", "limited", "llc", "inc", "gmbh", "ag", "bv", "sarl", "srl", "oy", "ab", "plc", "co", "company", "corp", "trading", "group", "holding", "holdings", "hotel", "clinic", "dental", "bakery", "school", "academy", "university", "college", "institute", "agency", "studio", "studios", "shop",
     "store", "stores", "cafe", "café", "restaurant", "kitchen", "pharmacy", "bank", "foundation", "association", "society", "charity", "solutions", "services", "systems", "logistics", "consulting", "partners", "&", "imports", "exports", "foods", "media", "design", "architects", "furniture", "travel", "tours", "motors", "farms", "press", "publishing", "team", "support",
     "شركه", "الشركه", "مؤسسه", "موسسه", "مكتب", "مطعم", "فندق", "مدرسه", "جامعه", "معهد", "اكاديميه", "جمعيه", "صيدليه", "عياده", "مستشفي", "مركز", "متجر", "محل", "مجموعه", "مصنع", "بنك", "دار", "نادي", "مخبز", "ورشه", "معرض", "وكاله", "استوديو", "للتجاره", "للنشر", "للمقاولات", "للخدمات", "التجاريه", "فريق"}
)  # fmt: skip
_SORTS = (
    ("title", TITLES | ARABIC_TITLES),
    ("kin", KIN),
    ("particle", PARTICLES | ARABIC_PARTICLES),
    ("ordinary", NOT_NAMES | NOT_ARABIC_NAMES),
    ("city", word_list("cities")),
    ("stop", word_list("address_stops")),
    ("void", word_list("not_passwords")),
    ("company", _COMPANY),
)


_SORTS_OF = {word: tuple(name for name, words in _SORTS if word in words) for _, listed in _SORTS for word in listed}


def word_sorts(low: str) -> tuple[str, ...]:
    """Say of what sorts a folded word is: a title, a relation, a particle, an ordinary word."""
    return _SORTS_OF.get(low, ())


def may_be_listed(low: str) -> bool:
    """Say whether a folded word, perhaps behind a clitic, is on a list of names."""
    if len(low) < 2 or not low[0].isalpha():
        return False
    if not is_arabic(low):
        return _family(low) is not None
    return low in ("ابو", "ام", "عبد") or any(_given(low[size:]) is not None for size in range(min(3, len(low) - 1)))


def listed_as(low: str) -> str:
    """Say whether the lists know a word as a given (g) or a family name (f); a capital where it is no ordinary word."""
    given, family = _given(low), _family(low)
    return ("" if given is None else "g" if given else "G") + ("" if family is None else "f" if family else "F")


def look_of(written: str, low: str, common: int, listed: str) -> str:
    """Say what a word looks like at a glance: digits and how many, a mark, a string that looks chosen, a word of which
    script and case, how common it is (`commonness`), whether the lists have it as a name."""
    if written.isdigit():
        return f"d{min(len(written), 9)}"
    if not written[0].isalpha():
        return "x" if looks_chosen(written) else "m" if not any(letter.isalnum() for letter in written) else "md"
    if looks_chosen(written):
        return "X"
    script = "a" if is_arabic(low) else "C" if written[0].isupper() else "c"
    return f"{script}{common}{listed[:1].lower()}"


STREET_WORDS = ("street", "st", "str", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "close", "court", "ct", "way", "boulevard", "blvd", "place", "pl", "square", "sq", "terrace", "crescent", "cres", "highway", "hwy", "row", "gardens", "gdns", "grove", "mews", "parade", "quay", "hill", "alley", "walk", "circle", "loop", "trail", "parkway", "pkwy", "estate", "estates", "layout", "colony", "nagar", "marg", "phase", "sector", "barangay", "brgy")  # fmt: skip
_STREETS = frozenset(STREET_WORDS)
_STREETS_FIRST = frozenset(["rue", "avenue", "av", "boulevard", "bd", "place", "impasse", "chemin", "allée", "calle", "avenida", "avda", "plaza", "paseo", "carrer", "via", "viale", "piazza", "corso", "rua", "travessa", "praça", "ul", "ulica", "aleja", "al", "jalan", "jl", "quai", "route", "lotissement", "résidence", "cité", "caddesi", "cad", "sokak", "sok", "sokağı", "mahallesi", "mah"])  # fmt: skip
_STREET_ENDS = ("straße", "strasse", "str", "weg", "gasse", "platz", "allee", "damm", "ufer", "straat", "laan", "gracht", "plein", "kade", "gatan", "vägen", "gade", "vej", "veien", "gata", "katu")  # fmt: skip
_UNITS = frozenset(["flat", "apt", "apartment", "villa", "building", "bldg", "block", "tower", "plot", "house", "box", "bp", "b.p", "postfach", "apartado", "unit", "lot"])  # fmt: skip
_ARABIC_STREETS = frozenset(
    {"شارع", "شارغ", "طريق", "حاره", "زقاق", "درب", "نهج", "زنقه", "جاده", "ميدان", "عطفه", "كورنيش", "عماره", "شقه", "فيلا", "بنايه", "بلوك", "قطعه", "مجاوره", "صندوق", "حي", "حومه", "تجزءه", "مخيم", "ضاحيه", "كمبوند", "برج", "ش", "مربع", "حله", "مجمع", "زاويه", "منطقه", "وحده"}
)  # fmt: skip
_NOT_STREETS = frozenset({"طريقه", "الطريقه", "بطريقه", "منطقي", "وحدي", "وحدها", "وحده", "حيه", "الوحده"})


def commonness(low: str) -> int:
    """Say how common a folded word is, with or without clitics: 1 the most, 4 the least, 5 for all others."""
    known = common_words()
    rank = known.get(low)
    return rank or min([known[stem] for stem in stems(low) if stem in known], default=5)


def address_sorts(low: str, forms: tuple[str, ...]) -> Iterator[str]:
    """Say which shapes of address a folded word with these forms (`stems`) may be part of."""
    if low in _STREETS:
        yield "street"
    if low in _STREETS_FIRST or low.endswith(_STREET_ENDS):
        yield "street first"
    if low in _UNITS:
        yield "unit"
    if low[0] >= "\u0600" and low not in _NOT_STREETS and not _ARABIC_STREETS.isdisjoint(forms):
        yield "arabic street"
