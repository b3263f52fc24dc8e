"""Words for numbers, and the digits they mean."""

from functools import lru_cache

_ONES = {
    **dict.fromkeys(("zero", "oh", "o", "nought", "naught", "nil", "صفر", "زيرو", "sifr", "zéro"), "0"),
    **dict.fromkeys(("one", "واحد", "واحده", "wa7ed"), "1"),
    **dict.fromkeys(("two", "اثنان", "اثنين", "اتنين", "تنين", "ثنين", "اثنتان", "جوج", "etnein"), "2"),
    **dict.fromkeys(("three", "ثلاثه", "تلاته", "تلات", "ثلاث", "تلاثه"), "3"),
    **dict.fromkeys(("four", "اربعه", "اربع", "ربعه"), "4"),
    **dict.fromkeys(("five", "خمسه", "خمس"), "5"),
    **dict.fromkeys(("six", "سته", "ست"), "6"),
    **dict.fromkeys(("seven", "سبعه", "سبع"), "7"),
    **dict.fromkeys(("eight", "ثمانيه", "تمانيه", "تمنيه", "ثماني", "تماني", "ثمان", "تمن", "ثمنيه"), "8"),
    **dict.fromkeys(("nine", "تسعه", "تسع"), "9"),
    **dict.fromkeys(("ten", "عشره", "عشر"), "10"),
    "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19",
    **dict.fromkeys(("حداشر", "احدعش", "حدعش", "احدعشر", "حداش"), "11"), **dict.fromkeys(("اتناشر", "اثنعش", "اثناعشر", "تنعش", "طناش"), "12"),
    **dict.fromkeys(("تلتاشر", "تلطعش", "ثلطعش", "ثلاثطعش"), "13"), **dict.fromkeys(("اربعتاشر", "اربعطعش"), "14"),
    **dict.fromkeys(("خمستاشر", "خمسطعش", "خمسطعشر"), "15"), **dict.fromkeys(("ستاشر", "سطعش", "ستطعش"), "16"),
    **dict.fromkeys(("سبعتاشر", "سبعطعش"), "17"), **dict.fromkeys(("تمنتاشر", "ثمنطعش", "تمنطعش"), "18"), **dict.fromkeys(("تسعتاشر", "تسعطعش"), "19"),
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9",
    **dict.fromkeys(("عشرين", "عشرون"), "2"), **dict.fromkeys(("ثلاثين", "تلاتين", "ثلاثون"), "3"), **dict.fromkeys(("اربعين", "اربعون"), "4"),
    **dict.fromkeys(("خمسين", "خمسون"), "5"), **dict.fromkeys(("ستين", "ستون"), "6"), **dict.fromkeys(("سبعين", "سبعون"), "7"),
    **dict.fromkeys(("ثمانين", "تمانين", "ثمانون"), "8"), **dict.fromkeys(("تسعين", "تسعون"), "9"),
}  # fmt: skip
_HUNDREDS = {"hundred": "00", "thousand": "000", "ميه": "100", "مايه": "100", "مءه": "100", "ميتين": "200", "ماءتين": "200", "تلتميه": "300", "ثلاثميه": "300",
    "تلتمايه": "300", "ثلاثمايه": "300", "اربعمايه": "400", "خمسمايه": "500", "ستمايه": "600", "سبعمايه": "700", "ثمانمايه": "800", "تمنمايه": "800", "تسعمايه": "900", "مايتين": "200",
    "اربعميه": "400", "خمسميه": "500", "ستميه": "600", "سبعميه": "700", "تمنميه": "800", "ثمنميه": "800", "تسعميه": "900", "الف": "1000", "الفين": "2000"}  # fmt: skip
TIMES = {"double": 2, "treble": 3, "triple": 3, "دبل": 2, "مكرر": 2}


@lru_cache(maxsize=4_000)
def value_of(low: str) -> str | None:
    if low.isdigit():
        return low if len(low) <= 12 else None
    for part in (low, low[1:] if low[:1] in ("و", "ف", "ب", "ل") else low):
        for table in (_ONES, _TENS, _HUNDREDS):
            if part in table:
                return table[part] + "*" * (table is _TENS) if table is not _HUNDREDS else table[part]
    if "-" in low:
        parts = [value_of(part) or (TIMES.get(part) and part) for part in low.split("-") if part]
        if parts and all(parts):
            return put_together([str(part) for part in parts])
    return None


def put_together(parts: list[str]) -> str:
    """Put the words' values together: "fifty", "five" is 55; "double", "five" is 55; "seven hundred" is 700."""
    digits, times, tens = "", 1, False
    for part in parts:
        if part in TIMES:
            times = TIMES[part]
        elif part.endswith("*"):
            digits, tens = digits + part[:-1] + "0", True
        elif part.isdigit():
            if tens and len(part) == 1 and part != "0":
                digits = digits[:-1] + part
            elif part in ("00", "000"):
                digits += part
            else:
                digits += part * times
            times, tens = 1, False
    return digits
