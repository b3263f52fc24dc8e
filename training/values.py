"""Other values of a kind, in the many ways people write them: so that the tagger leans on the words around a detail."""

import random
import re

from helpdesk.privacy.redaction.detectors.address.arabic_street import PART_OF_ADDRESS
from helpdesk.privacy.redaction.lexicon import STREET_WORDS, address_sorts, commonness, stems
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.words import common_words, name_list

_POOLS: dict[str, list[str]] = {}
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "abu",
        "van",
        "von",
        "de",
        "der",
        "da",
        "di",
        "del",
        "om",
        "um",
        "بن",
        "ابن",
        "أبو",
        "ابو",
        "أم",
        "ام",
        "آل",
        "عبد",
        "بنت",
    ]
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ARABIC_MONTHS = (
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "محرم صفر ربيع_الأول ربيع_الثاني جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة",
)
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_ARABIC_DIGITS = ["صفر", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ARABIC_TENS = ["عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_ARABIC_ORDINALS = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_SIGNS = "!@#$%&*+=?._-"


def other(value: str, kind: str, names: dict[str, str], chance: random.Random) -> str:
    """Give another value of a kind, most often in the same form; equal words of names stay equal through `names`."""
    if kind == "PERSON":
        return re.sub(r"[^\W\d_]{2,}", lambda match: names.setdefault(match[0], _name(match[0], chance)), value)
    if kind == "ADDRESS":
        return re.sub(r"[^\W_]+", lambda match: _of_address(match[0], chance), value)
    if kind == "SECRET":
        return names.setdefault("secret " + value, _secret(value, chance))
    if kind == "DOB":
        return _date(value, chance)
    if kind in ("PHONE", "NATIONAL_ID", "BANK_ACCOUNT", "PASSPORT", "PLATE"):
        return _number(value, kind, chance)
    return value


def _pool(name: str) -> list[str]:
    if name not in _POOLS:
        _POOLS[name] = sorted(word for word in name_list(name) if len(word) >= 3)
    return _POOLS[name]


def _uncommon(chance: random.Random, *, arabic: bool) -> str:
    """A word that is known but not among the most common."""
    name = f"uncommon {arabic}"
    if name not in _POOLS:
        ranks = common_words().items()
        _POOLS[name] = sorted(
            word for word, rank in ranks if rank >= 3 and 3 < len(word) < 9 and (word[0] >= "\u0600") == arabic
        )
    return chance.choice(_POOLS[name])


def _name(word: str, chance: random.Random) -> str:
    """Another name of the same script and case; sometimes one that no list has."""
    if word.lower() in _PARTICLES:
        return word
    if word[0] >= "\u0600":
        article = "ال" if word.startswith("ال") else ""
        new = chance.choice(_pool("family_arabic" if article else "given_arabic"))
        if chance.random() < 0.15:
            new = new[: len(new) // 2] + chance.choice(_pool("family_arabic"))[-2:]
        return article + new
    new = chance.choice(_pool(chance.choice(("given_latin", "family_latin"))))
    if chance.random() < 0.25:
        new = new[: len(new) // 2] + chance.choice(_pool("family_latin"))[-3:]
    return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new


def _of_address(word: str, chance: random.Random) -> str:
    """Other digits; other names for streets and places in every second word that is not a word for a street."""
    low = word.lower()
    if any(letter.isdigit() for letter in word):
        return _redrawn(word, chance)
    if (
        chance.random() < 0.5
        or len(word) < 4
        or low in STREET_WORDS
        or [*address_sorts(low, stems(low))]
        or commonness(low) <= 2
    ):
        return word
    if word[0] >= "\u0600":
        new = chance.choice(_pool("family_arabic")).removeprefix("ال")
        return word if PART_OF_ADDRESS.fullmatch(fold_arabic(word)) else "ال" * word.startswith("ال") + new
    return chance.choice(_pool("family_latin")).capitalize() if word[0].isupper() else word


def _redrawn(value: str, chance: random.Random) -> str:
    """Other letters and digits in the same places."""
    return "".join(_letter(letter, chance) for letter in value)


def _letter(letter: str, chance: random.Random) -> str:
    for letters in ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "٠١٢٣٤٥٦٧٨٩"):
        if letter in letters:
            return chance.choice(letters)
    return letter


def _secret(value: str, chance: random.Random) -> str:
    """A password in another form, where it was one that somebody typed; a machine's keeps its form."""
    typed = len(value) <= 28 and not re.search(r"[/\n:;<>]|^eyJ", value)
    if not typed or chance.random() < 0.5:
        return _redrawn(value, chance) if re.search(r"\d|[^\w\s]", value) else value
    if value.replace(" ", "").isdigit():
        return _code(value, chance)
    return _chosen(chance, arabic=value[0] >= "\u0600", blanks=" " in value)


def _code(value: str, chance: random.Random) -> str:
    digits = "".join(chance.choice("0123456789") for _ in range(chance.choice((4, 4, 5, 6, 6, 6, 8))))
    way = chance.random()
    if way < 0.15 and len(digits) > 5:
        return digits[:3] + chance.choice(" -") + digits[3:]
    if way < 0.25:
        return " ".join((_DIGITS if value.isascii() else _ARABIC_DIGITS)[int(digit)] for digit in digits)
    return digits


def _chosen(chance: random.Random, *, arabic: bool, blanks: bool) -> str:
    """What somebody may choose: words run together, with digits and signs, in small letters, in several words."""

    def word() -> str:
        drawn = _uncommon(chance, arabic=arabic)
        return drawn.capitalize() if chance.random() < 0.4 else drawn

    number, sign = str(chance.choice((chance.randint(1, 99), chance.randint(1950, 2026)))), chance.choice(_SIGNS)
    if blanks:
        return " ".join([word() for _ in range(chance.randint(2, 4))] + [number] * (chance.random() < 0.3))
    ways = (
        lambda: word() + number,
        lambda: word() + sign + number,
        lambda: word() + sign + word(),
        lambda: word() + sign + word() + sign + number,
        lambda: word() + word(),
        word,
        lambda: sign + word() + number,
        lambda: word().replace("a", "4").replace("e", "3").replace("o", "0") + number,
        lambda: "".join(chance.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(chance.randint(6, 12))),
        lambda: "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(chance.randint(6, 10))),
        lambda: "-".join(
            "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(4)) for _ in range(3)
        ),
    )
    return chance.choice(ways)()


def _number(value: str, kind: str, chance: random.Random) -> str:
    """Other digits; sometimes in other groups, in the other script's digits, in words, with letters before."""
    new = re.sub(r"(?<=.)\d", lambda _: str(chance.randint(0, 9)), value)
    digits = "".join(letter for letter in new if letter.isdigit())
    if chance.random() < 0.6 or len(digits) < 6 or not re.fullmatch(r"[A-Z]{0,3}[\d .()/+-]+", new):
        return new
    way = chance.random()
    if kind == "PASSPORT" and way < 0.5:
        head = "".join(chance.choice("ABCDEFGKLMNPRTVXYZ") for _ in range(chance.choice((1, 1, 2))))
        return head + chance.choice(("", "", " ", "-")) + digits[: chance.choice((6, 7, 7, 8))]
    if way < 0.15 and kind != "PLATE":
        words = chance.choice((_DIGITS, _ARABIC_DIGITS))
        return " ".join(words[int(digit)] for digit in digits)
    if way < 0.3:
        return digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    if way < 0.7:
        size, mark = chance.choice((2, 3, 4)), chance.choice("  -.")
        return mark.join(digits[place : place + size] for place in range(0, len(digits), size))
    return digits


def _date(value: str, chance: random.Random) -> str:
    """A day of birth in one of some thirty forms, in the language of the one it stands for."""
    year, month, day = chance.randint(1938, 2012), chance.randint(1, 12), chance.randint(1, 28)
    if chance.random() < 0.25:
        return re.sub(r"(?<=\d)\d", lambda _: str(chance.randint(0, 9)), value)
    arabic = any(letter >= "\u0600" for letter in value) or (
        chance.random() < 0.25 and not re.search("[A-Za-z]", value)
    )
    mark, short = chance.choice("/-. /"), str(year)[2:]
    ways = [
        f"{day:02}{mark}{month:02}{mark}{year}", f"{day}{mark}{month}{mark}{short}", f"{year}{mark}{month:02}{mark}{day:02}",
        f"{month}/{day}/{year}", f"{day:02}{month:02}{year}", f"{year}{month:02}{day:02}", f"{day:02}{month:02}{short}", f"{year}",
    ]  # fmt: skip
    if arabic:
        ways += _arabic_dates(year, month, day, chance)
        written = chance.choice(ways)
        return written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if chance.random() < 0.5 else written
    if re.search("[A-Za-z]", value) or chance.random() < 0.4:
        ways = ways[:3] + _english_dates(year, month, day, chance)
    return chance.choice(ways)


def _english_dates(year: int, month: int, day: int, chance: random.Random) -> list[str]:
    name = _MONTHS[month - 1]
    name = chance.choice((name, name, name[:3], name.lower(), name[:3].upper()))
    end = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    ordinal = (
        _ORDINALS[day - 1]
        if day <= 12
        else f"twenty-{_ORDINALS[day - 21]}"
        if day > 20
        else _TEENS[day - 10] + "th"
        if day < 20
        else "twentieth"
    )
    low = year % 100
    rest = (
        "oh " + _DIGITS[low]
        if low < 10
        else _TEENS[low - 10]
        if low < 20
        else _TENS[low // 10 - 2] + (" " + _DIGITS[low % 10]) * (low % 10 > 0)
    )
    spoken = ("nineteen " if year < 2000 else "twenty ") + rest
    return [
        f"{day} {name} {year}", f"{name} {day}, {year}", f"{day}{end} {name} {year}", f"{day}{end} of {name} {year}", f"{name} {day}{end} {year}",
        f"{day} {name[:3]} '{low:02}", f"the {day}{end} of {name}, {year}", f"the {ordinal} of {name} {year}", f"the {ordinal} of {name}, {spoken}",
        f"{ordinal} {name} {spoken}", f"{day}-{name[:3]}-{year}", f"{name} {year}", f"'{low:02}",
    ]  # fmt: skip


def _arabic_dates(year: int, month: int, day: int, chance: random.Random) -> list[str]:
    name = chance.choice(_ARABIC_MONTHS).split()[month - 1].replace("_", " ")
    ordinal = (
        _ARABIC_ORDINALS[day - 1]
        if day <= 10
        else "العشرين"
        if day == 20
        else ("الحادي" if day % 10 == 1 else _ARABIC_ORDINALS[day % 10 - 1]) + (" عشر" if day < 20 else " والعشرين")
    )
    low = year % 100
    rest = (
        "و" + _ARABIC_DIGITS[low]
        if low < 10
        else ("و" + _ARABIC_DIGITS[low % 10] + " ") * (low % 10 > 0)
        + "و"
        + (_ARABIC_TENS[low // 10 - 2] if low > 19 else "عشرة")
    )
    spoken = ("ألف وتسعمائة " if year < 2000 else "ألفين ") + rest
    lunar = chance.randint(1360, 1432)
    return [
        f"{day} {name} {year}", f"{day} {name} {year}", f"{name} {year}", f"يوم {day} {name} سنة {year}", f"{ordinal} من {name} {year}", f"{ordinal} من {name} سنة {spoken}",
        f"{ordinal} من شهر {name} عام {year}", f"{day}/{month}/{lunar} هـ", f"{day}-{month}-{lunar}", f"سنة {spoken}", f"{day} {name} {low:02}",
    ]  # fmt: skip
