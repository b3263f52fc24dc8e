"""Dates of birth."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.number_words import NUMBER_WORDS
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

MONTHS = (
    r"(?:januari?|februari?|märz|maart|mai|mei|maj|juni|juli|oktober|dezember|januar|februar|augustus|"
    r"janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"  # last: they begin like some of the others
    r"يناير|فبراير|مارس|[اأ]بريل|مايو|يونيو|يونيه|يوليو|يوليه|[اأ]غسطس|سبتمبر|[اأ]كتوبر|نوفمبر|ديسمبر|جانفي|فيفري|[اأ]فريل|ماي|جوان|جويليه|جويلية|[اأ]وت|شتنبر|نونبر|دجنبر|غشت|يوليوز|"
    r"كانون الثاني|شباط|[اآ]ذار|نيسان|[اأ]يار|حزيران|تموز|[اآ]ب|[اأ]يلول|تشرين ال[اأ]ول|تشرين الثاني|كانون ال[اأ]ول|محرم|صفر|ربيع ال[اأ]ول|ربيع الثاني|ربيع الآخر|جمادى ال[اأ]ولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة|ذي القعدة|ذي الحجة)"
)
_ORDINAL = r"(?:the )?(?:twenty[ -]|thirty[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
_YEAR_WORDS = r"(?:nineteen|twenty|two thousand)(?:[ -](?:hundred|and|oh|[a-z]+(?:teen|ty)|twenty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)){1,4}"
ARABIC_WORDS = "|".join(sorted((word for word in NUMBER_WORDS if word >= "\u0600"), key=len, reverse=True))
_ARABIC_YEAR = (
    r"(?:(?:سنه |عام |لعام |لسنه )?(?:\d{4}|\d\d|(?:و ?)?(?:"
    + ARABIC_WORDS
    + r")(?: ?و? ?(?:"
    + ARABIC_WORDS
    + r"))+))?"
)
_ARABIC_ORDINAL = r"(?:ال)?(?:اول|حادي|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)(?: عشر)?(?: وال?(?:عشرين|ثلاثين|عشرون|ثلاثون))?|ال?(?:عشرين|ثلاثين|عشرون|ثلاثون)"
_PARTED = r"(?:(?:سنه|عام|يوم|شهر) ?\d{1,4}[ ,،و]*)(?:(?:سنه|عام|يوم|شهر) ?\d{1,4}[ ,،و]*)+"
_DATE = re2.compile(
    r"(?i)(?:"
    + _ARABIC_ORDINAL
    + r") (?:من )?(?:شهر )?"
    + MONTHS
    + r" ?"
    + _ARABIC_YEAR
    + r"|(?:غره |اول |اخر |منتصف )(?:شهر )?"
    + MONTHS
    + r" ?"
    + _ARABIC_YEAR
    + r"|(?:سنه |عام )\d{2,4}(?: ?ه)?(?: (?:في|من|بشهر|شهر|يوم)){0,2} (?:\d{1,2} )?"
    + MONTHS
    + r"|"
    + _PARTED
    + r"|(?:19|20)\d\d ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}"
    r"|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)?\d\d"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|°)?\.?,?(?: of| de)? ?[-/]?"
    + MONTHS
    + r"\.?,? ?[-/]?(?:of |de |del  |لعام |سنة |عام |ل?سنه )?'?(?:\d{4}|\d\d)?"
    r"|" + MONTHS + r"\.? (?:the )?\d{1,2}(?:st|nd|rd|th)?(?:,? (?:of )?'?(?:\d{4}|\d\d))?"
    r"|" + _ORDINAL + r"(?:\sof)?\s" + MONTHS + r",? (?:" + _YEAR_WORDS + r"|\d{4})?"
    r"|" + MONTHS + r" (?:(?:19|20)\d\d)"
    r"|\d{1,2} \d{1,2} (?:19|20)\d\d|(?:19|20)\d{6}|\d{8}|\d{6}"
    r"|\d{1,2}[-/. ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[-/. ](?:19|20)?\d\d"
    r"|\d{1,2}[-/. ]\d{1,2}|(?:19|20|13|14)\d\d[-/]\d{1,2}[-/]\d{1,2}|(?:19|20)\d\d|" + _YEAR_WORDS + r"|'\d\d\b"
)
_HIJRI = re.compile(r"(?: ?هـ?\b)?")  # «هـ» behind a year of the Islamic calendar


def birth_date(reading: Reading) -> Iterator[Candidate]:
    """Find dates of birth.

    shape    dates in digits, with the names of months in four languages and two calendars, in words; a year alone
    accepts  beside words for being born, or in their field
    misses   dates without such words
    """
    text = reading.text
    if "birth" not in reading.speaks:
        return
    for match in _DATE.finditer(reading.low if len(reading.low) == len(text) else text):
        start, end = match.span()
        hijri = _HIJRI.match(text, end)
        end = hijri.end() if hijri else end
        while end > start and text[end - 1] in " ,-/":
            end -= 1
        if (
            text[start - 1 : start].isalnum()
            or text[end : end + 1].isalnum()
            or text[start - 1 : start] in (".", "-", "/")
        ):
            continue
        if "birth" in reading.concepts(start, end):
            yield Candidate(start, end, Kind.BIRTH_DATE, "a date beside words for birth", text[start:end].casefold())


def spoken_birth_date(reading: Reading) -> Iterator[Candidate]:
    """Find days of birth that are numbers in words, "eleven six oh eight", beside words for being born."""
    for numeral in reading.numerals if "birth" in reading.speaks else ():
        if (
            numeral.spelled
            and 3 <= len(numeral.digits) <= 8
            and "birth" in reading.concepts(numeral.start, numeral.end)
        ):
            rule = "a number in words beside words for birth"
            yield Candidate(numeral.start, numeral.end, Kind.BIRTH_DATE, rule, numeral.digits)


_OLD = re.compile(
    r"(?<![\w./-])(?:\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d)|(?:19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d) ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?[^\W\d_]{3,9},? (?:19[2-9]\d|200\d|201[0-2])|[^\W\d_]{3,9} \d{1,2}(?:st|nd|rd|th)?,? (?:19[2-9]\d|200\d|201[0-2]))(?![\w:/-])"
)


_YEAR = re.compile(r"19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d")


def old_date(reading: Reading) -> Iterator[Candidate]:
    """Propose whole dates on which people of age were born, without a word for it; the tagger decides, never sure."""
    for match in _OLD.finditer(reading.text) if _YEAR.search(reading.text) else ():
        yield Candidate(
            *match.span(), Kind.BIRTH_DATE, "a date long ago that nothing explains", match[0].casefold(), sure=False
        )
