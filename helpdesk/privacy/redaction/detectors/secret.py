"""Passwords, codes, keys, tokens, credentials in URLs and connection strings."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

import re2

from helpdesk.privacy.redaction.chosen import CODE_LIKE, HOST, TECHNICAL, looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.lexicon import commonness
from helpdesk.privacy.redaction.reading import Cue, Field, Lexeme, Reading, Word
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.words import word_list

_AUTHORIZATION = re2.compile(
    r"(?i)(?:authorization\s*[:=]\s*)?(?:bearer|basic|token|apikey|digest)\s+([A-Za-z0-9._~+/=-]{12,})|(?:x-[a-z-]*(?:key|token|auth|secret))\s*:\s*([^\s\"']{6,})"
)
_COOKIE = re2.compile(r"(?i)(?:set-)?cookie:\s*([^\n]+)")
_COOKIE_VALUE = re2.compile(r"([A-Za-z0-9_.-]+)=([^;\s]{6,})")
_SESSION = re2.compile(
    r"(?i)\b(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|laravel_session|sessionid|session_id|wordpress_logged_in[a-z0-9_]*|wordpress_sec[a-z0-9_]*|csrftoken|XSRF-TOKEN|remember_[a-z0-9_]+|sid|cpsession|roundcube_sessid)\s*(?:=|:|equals| is )\s*[\"']?([A-Za-z0-9%|._~+/-]{8,})"
)
_URL = re2.compile(r"(?i)\b([a-z][a-z0-9+.-]*)://([^\s/:@\"'<>]*):([^\s/@\"'<>]+|[^\s@\"'<>]+)@[^\s\"'<>]+")
_QUERY = re2.compile(
    r"(?i)[?&;](?:[a-z_-]*token|[a-z_-]*key|api_?key|auth|sig|signature|secret|password|passwd|pwd|pass|session|sess|sid|code|otp|hash|nonce|credential|jwt|ticket|cpsess[0-9]*|reset|invite|magic|access)=([^\s&#\"'<>]{4,})"
)
_PATH = re2.compile(
    r"(?i)/(?:cpsess([0-9]{6,})|(?:services/T[A-Z0-9]+/B[A-Z0-9]+/([A-Za-z0-9]{16,}))|(?:reset|confirm|verify|activate|invite|magic|token|login|unsubscribe)/([A-Za-z0-9_-]{16,}))|hooks\.[a-z.]+/[a-z/]+([A-Za-z0-9_/-]{20,})|api\.telegram\.org/bot([0-9]+:[A-Za-z0-9_-]{20,})"
)
_JWT = re2.compile(r"eyJ[A-Za-z0-9_-]{8,}\.(?:eyJ)?[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{4,})?")
_PEM = re2.compile(
    r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\n\s*\n|\z)"
)
_BODY = re2.compile(r"(?:[A-Za-z0-9+/=]{30,}\s+){2,}[A-Za-z0-9+/=]{8,}")
_PREFIXED = re2.compile(
    r"\b(?:(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,20}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{16,}|"
    r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|"
    r"AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]{16,})?|key-[0-9a-f]{24,}|"
    r"do[opr]_v1_[0-9a-f]{40,}|npm_[A-Za-z0-9]{20,}|pypi-[A-Za-z0-9_-]{16,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,}|hf_[A-Za-z0-9]{20,}|EAA[A-Za-z0-9]{30,}|whsec_[A-Za-z0-9+/=]{16,}|"
    r"hvs\.[A-Za-z0-9_-]{20,}|dckr_pat_[A-Za-z0-9_-]{20,}|sq0[a-z]{3}-[A-Za-z0-9_-]{20,}|EAAA[A-Za-z0-9_-]{30,}|cfut_[A-Za-z0-9_-]{20,}|rnd_[A-Za-z0-9]{20,}|"
    r"lin_api_[A-Za-z0-9]{20,}|secret_[A-Za-z0-9]{24,}|ntn_[A-Za-z0-9]{20,}|PMAK-[A-Za-z0-9-]{20,}|tfp_[A-Za-z0-9_-]{20,}|sntrys_[A-Za-z0-9_=/+-]{20,}|glsa_[A-Za-z0-9_]{20,}|"
    r"phc_[A-Za-z0-9]{20,}|rpa_[A-Za-z0-9]{20,}|hcloud_[A-Za-z0-9]{20,}|re_[A-Za-z0-9_]{16,}|xkeysib-[a-f0-9]{20,}[A-Za-z0-9-]*|AC[0-9a-f]{32}|SK[0-9a-f]{32}|[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}|AGE-SECRET-KEY-1[A-Z0-9]{20,})"
)
_PREFIX = re.compile(
    r"\b(?:AKIA|ASIA|AROA|AIDA|gh[pousr]_|github_|gl|[srp]k_|sk-|xox|xapp|AIza|ya29|GOCSPX|SG\.|key-|do|npm_|pypi-|shp|hf_|EAA|whsec_|hvs|dckr|sq0|cfut|rnd_|lin_|secret_|ntn_|PMAK|tfp_|sntrys|phc_|rpa_|hcloud|re_|xkeysib|AC[0-9a-f]|SK[0-9a-f]|[0-9]{8,10}:AA|AGE-)"
)
_FLAG = re2.compile(
    r"(?i)(?:\s|^)(?:-p|--pass(?:word)?[0-9]?[= ]|--pwd[= ]|-pw |--token[= ]|--secret[= ]|--api-key[= ])\s?[\"']?([^\s\"']{4,})"
)
_USER_FLAG = re2.compile(r"(?i)(?:\s|^)(?:-u|--user)[= ]\s?[\"']?[^\s\"':]+:([^\s\"']{3,})")
_IDENTIFIED = re2.compile(
    r"(?i)identified (?:by|with \S+ by) [\"']([^\"'\n]{3,})[\"']|requirepass\s+(\S+)|set password\s*=\s*[\"']([^\"'\n]+)[\"']|htpasswd\s+\S+\s+\S+\s+(\S+)|sshpass -p\s*[\"']?([^\s\"']+)"
)
_PAIRED = re2.compile(
    r"(?i)\b(?:admin|administrator|root|user|login|ftp|demo|deploy|postgres|mysql|webmaster|ubuntu|sa|manager|test|[a-z][a-z0-9._-]{2,30})\s{0,2}(?:/{1,2}|:|\||->|→)\s{0,2}([^\s/|\"'<>,]{5,40})"
)
# Log-ins that are hardly ever written before a colon for another reason.
_ROOTED = re2.compile(r"\b(?:root|ftp|wp|sftp|postgres|mysql|cpanel|whm|webmail):([^\s/|\"'<>,:]{6,40})")
# The seed of an authenticator in groups of base 32 (RFC 4648), as apps show it.
_SEED = re.compile(r"\b[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,12}\b")
_RECOVERY = re.compile(r"\b(?:\d{6}-){5,7}\d{6}\b")  # of an encrypted disk
_ENTROPIC = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_BACKUP = re2.compile(r"(?i)\b[a-z0-9]{4,5}[- ][a-z0-9]{4,5}(?:[- ][a-z0-9]{4,5}){0,5}\b|\bG-\d{3} ?\d{3}\b")
_WORDS_BEFORE = re.compile(r"(?:[a-z]+ (?=(?:[a-z]+ )*[\d ]+$))*")  # "saved were 4417 9920": codes of digits alone
_SENT = re.compile(r"\bG-\d{3} ?\d{3}\b")
_CODE = re2.compile(r"(?i)[A-Z]?-?\d(?:[ .-]{0,3}\d){2,9}|[a-z0-9]{4,12}(?:-[a-z0-9]{3,8}){0,5}")
_ORDINARY = word_list("not_passwords")
_NOTHING: frozenset[str] = frozenset()


def password(reading: Reading) -> Iterator[Candidate]:
    """Find passwords.

    shape    a run without blanks, or several words in quotes or alone in their field
    accepts  what looks chosen (digits or signs among letters, changing case) within some words of a cue for a password,
             in either language, before or behind it; plain words right after "is", a colon, in a password's field;
             credentials in commands (`-p…`, `user:…`), pairs "login / password"; strings no one types otherwise
    misses   plain words without any of these
    """
    yield from _in_fields(reading)
    yield from _in_commands(reading.text)
    for cue in reading.cues:
        if "password" in cue.concepts or "answer" in cue.concepts:
            yield from _after(reading, cue)
            yield from _before(reading, cue)
    yield from _uncued(reading)
    if len(reading.words) >= _SEED_WORDS:
        yield from _seed_phrase(reading)


_SEED_WORDS = 12


def _seed_phrase(reading: Reading) -> Iterator[Candidate]:
    """Twelve or more small words in a row and none that every sentence has: the words of a wallet or a recovery (BIP 39)."""
    words, first = reading.words, 0
    while first + _SEED_WORDS <= len(words):
        last = first + _SEED_WORDS - 1
        while last >= first and _is_seed(words[last].about):  # backwards, so that most words are never looked at
            last -= 1
        if last >= first:
            first = last + 1
            continue
        last = first + _SEED_WORDS
        while last < len(words) and _is_seed(words[last].about):
            last += 1
        start, end = words[first].start, words[last - 1].end
        yield Candidate(start, end, Kind.PASSWORD, "the words of a recovery phrase", reading.low[start:end])
        first = last


@lru_cache(maxsize=4_000)
def _is_seed(about: Lexeme) -> bool:
    low, written = about.low, about.written
    return 3 <= len(low) <= 8 and low.isascii() and low.isalpha() and written[0].islower() and commonness(low) > 1


def _in_fields(reading: Reading) -> Iterator[Candidate]:
    for entry in reading.fields:
        if not entry.concepts & {"password", "answer", "token"}:
            continue
        kind = Kind.PASSWORD if "password" in entry.concepts or "answer" in entry.concepts else Kind.TOKEN
        start, end = _value_of(reading, entry)
        value = reading.text[start:end]
        if value and not _is_void(value) and (kind is Kind.PASSWORD or len(value) >= 5):
            whole = end - start == len(reading.text[entry.start : entry.end].strip()) and kind is Kind.PASSWORD
            sure = (kind is Kind.PASSWORD or any(letter.isdigit() for letter in value)) and (
                looks_chosen(value)
                or reading.text[start - 1 : start] in ("'", '"')
                or (whole and len(value) >= 4 and " " not in value)
            )
            yield Candidate(start, end, kind, "the value of a field named like a secret", value, sure)


def _value_of(reading: Reading, entry: Field) -> tuple[int, int]:
    """A password's field holds one run, unless the whole value is quoted; words of explanation may follow."""
    start, end = trimmed(reading.text, entry.start, entry.end, " \t\"'`<>«»")
    value = reading.text[start:end]
    quoted = entry.start > 0 and reading.text[entry.start - 1] in "\"'"
    if quoted or " " not in value:
        return start, start + len(value.rstrip(",;" if not quoted else ""))
    first = value.split(" ")[0].rstrip(",;")
    if looks_chosen(first) or not looks_chosen(value.split(" ")[1]):
        words = value.split(" ")
        if not looks_chosen(first) and len(words) > 6:
            return start, start
        if not looks_chosen(first) and len(words) > 1:
            return (
                (start, end)
                if 2 <= len(words) <= 6 and not _is_sentence(words) and _is_phrase(words)
                else (start, start)
            )
        return start, start + len(first)
    offset = value.index(" ") + 1
    return start + offset, start + offset + len(value.split(" ")[1])


def _is_phrase(words: list[str]) -> bool:
    return len(words) <= 4 or all(any(letter.isalpha() for letter in word) for word in words)


def _is_sentence(words: list[str]) -> bool:
    return any(word.casefold().strip(".,!?") in _ORDINARY for word in words)


def _is_void(value: str) -> bool:
    """Say whether a value is empty, masked, a placeholder or a variable."""
    low = value.casefold().strip("\"'.,;:!?()")
    return (
        low in _ORDINARY
        or not any(letter.isalnum() for letter in value)
        or bool(
            re.fullmatch(
                r"[x*•.#]{3,}\d{0,4}|<[^>]*>|\$\{?\w+\}?|%\w+%|\{\{?.*\}?\}|\[.*\]|\$2[aby]\$.*|\$argon2.*|\$[156]\$.*|your[_-].*|process\.env.*|os\.environ.*|getenv.*|env\(.*",
                low,
            )
        )
    )


_COPULAS = frozenset(
    {"is", "was", "=", ":", "are", "be", "it's", "its", "->", "→", "became", "called", "to", "as", "equals", "set", "reads", "hereby", "هو", "هي", "كان", "كانت", "انه", "انها", "يعني", "خليته",
     "خليتها", "حطيته", "حطيتها", "عملته", "عملتها", "غيرته", "غيرتها", "بقي", "بقت", "صار", "صارت", "اهو", "اهي", "وهو", "وهي", "التالي", "kan", "kanet", "howa", "heya", "aho", "el", "le", ">", "كالتالي", "الي", "ل"}
)  # fmt: skip
_HARD = frozenset(
    {
        "is",
        "=",
        ":",
        "->",
        "→",
        "was",
        "هو",
        "هي",
        "كان",
        "كانت",
        "وهو",
        "وهي",
        "it's",
        "اهو",
        "اهي",
        "انها",
        "انه",
        "equals",
        "called",
        ">",
    }
)
_STEPS_AFTER = 20
_NEGATIVE = frozenset(
    {
        "not",
        "isn't",
        "doesn't",
        "wrong",
        "incorrect",
        "expired",
        "policy",
        "reset",
        "manager",
        "hash",
        "hashing",
        "field",
        "protected",
        "prompt",
        "strength",
        "length",
    }
)


def _after(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    """Go on from a cue word by word: to what looks chosen, to what is stated, to the end of the sentence."""
    words = reading.words
    stated, found, until, others = False, 0, -1, 0
    for steps, place in enumerate(range(cue.last + 1, min(len(words), cue.last + 1 + _STEPS_AFTER))):
        word = words[place]
        if word.line != words[place - 1].line:
            if found or word.line > words[cue.last].line + 1 or not _may_go_on(words[place - 1], stated, steps):
                return
            stated = True
        if word.start < until:
            continue
        others += place in reading.cue_at and "password" in reading.cue_at[place].concepts
        if others > (not found):  # the other word for a password goes on from here by itself
            return
        if word.low[0] == "\u25a1":  # a placeholder stands where the value was
            found += 1
            continue
        value = _secret_at(reading, place, steps, stated, found)
        if value:
            yield value
            found, until = found + 1, value.end + 1
        if word.low in (".", "?", "؟") and steps > 1 and (found or not stated):
            return
        stated = (stated or word.low in _COPULAS) and (found > 0 or word.low not in _NEGATIVE)


def _may_go_on(last: Word, stated: bool, steps: int) -> bool:
    """A value may stand on the line below when its cue ends the line or the line ends in "is", ":" …"""
    return stated or last.low in (":", "-", "=") or steps <= 3


def _is_whole_number(reading: Reading, start: int, end: int) -> bool:
    """Say whether digits are a number of their own, not a group of a longer one."""
    return not any(
        numeral.start <= start and end <= numeral.end and numeral.end - numeral.start > end - start
        for numeral in reading.numerals
    )


_OTHERS = frozenset({"or", "and", "then", "not", "او", "و", "مش", "ثم", "وبعدين"})


def _secret_at(reading: Reading, place: int, steps: int, stated: bool, found: int) -> Candidate | None:
    """Judge a word behind a cue: quoted, chosen, stated in a plain word, or a number."""
    text, word, before = reading.text, reading.words[place], reading.words[place - 1].low
    quoted = _quoted(text, word.start)
    if quoted:
        rule = "in quotes after a word for a password"
        inner = text[quoted[0] : quoted[1]]
        near = (not found or before in _OTHERS) and (stated or steps <= 8) and not _is_void(inner)
        return Candidate(*quoted, Kind.PASSWORD, rule, inner, sure=False) if near else None
    start, end = _chunk(reading, word.start)
    value = text[start:end]
    if start != word.start:
        return None
    rule = ""
    if looks_chosen(value) and not _is_void(value) and (stated or found or steps <= 10):
        rule = "what looks chosen after a word for a password"
    elif found or place in reading.cue_at:
        return None
    elif (
        stated and before in _HARD and _is_plain_password(reading, place, value, strong=before in (":", "=", "->", ">"))
    ):
        rule = "a word stated as a password"
    elif (
        value.isdigit()
        and (4 if before not in _HARD else 3) <= len(value) <= 12
        and _is_whole_number(reading, start, end)
        and (stated or steps <= 3)
        and "thing" not in reading.concepts(start, end)
    ):
        rule = "digits after a word for a password"
    elif stated and before in _HARD and steps <= 4:
        return _several_words(reading, place)
    sure = "digits" in rule or ("stated" in rule and steps <= 2)
    return Candidate(start, end, Kind.PASSWORD, rule, value, sure) if rule else None


_CLAUSE_ENDS = frozenset({'"', "»", ",", ".", ";", "?", "!", "(", ")", "-", "--", "–", "—", "؛", "؟", "/", "|", "and", "but", "so", "or", "which", "then", "not", "because", "please", "pls", "لكن", "بس", "لان", "او"})  # fmt: skip


def _several_words(reading: Reading, place: int) -> Candidate | None:
    """Propose two to five words from "is" or a colon to the end of the clause, as answers and pass phrases are; never sure."""
    words, last = reading.words, place
    if not words[place].low[0].isalnum() or words[place].low in _ORDINARY:
        return None
    while (
        last + 1 < len(words) and words[last + 1].line == words[place].line and words[last + 1].low not in _CLAUSE_ENDS
    ):
        last += 1
        if last - place > 4 or words[last].low in _ORDINARY or last in reading.cue_at:
            return None
    start, end = words[place].start, words[last].end
    rule = "words stated as a secret"
    return Candidate(start, end, Kind.PASSWORD, rule, reading.low[start:end], sure=False) if last > place else None


def _is_plain_password(reading: Reading, place: int, value: str, *, strong: bool) -> bool:
    """A plain word counts when it ends its clause and is none of the words that usually follow."""
    low = value.casefold()
    if len(value) < 4 or low in _ORDINARY or low in _COPULAS or not any(letter.isalpha() for letter in value):
        return False
    if place in reading.cue_at:
        return False
    following = reading.words[place + 1] if place + 1 < len(reading.words) else None
    ends = (
        following is None
        or following.line != reading.words[place].line
        or following.low in (",", ".", ";", ")", "-", "(", "and", "و", "but", "؛", "so", "which", "لكن", "بس")
    )
    return ends or (strong and value.isascii())


def _before(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    """A value before its cue: "Tr0ub4dor is the password", «… دي الباسورد»."""
    words, text = reading.words, reading.text
    linked = False
    for place in range(cue.first - 1, max(-1, cue.first - 7), -1):
        word = words[place]
        if word.line != words[cue.first].line or word.low in (".", "?", ";"):
            return
        chunk_start, chunk_end = _chunk(reading, word.start)
        value = text[chunk_start:chunk_end]
        if linked and looks_chosen(value) and not _is_void(value):
            yield Candidate(
                chunk_start,
                chunk_end,
                Kind.PASSWORD,
                "what looks chosen before a word for a password",
                value,
                sure=False,
            )
            return
        linked = linked or word.low in {
            "is",
            "was",
            "as",
            "=",
            "(",
            "-",
            "->",
            "هو",
            "هي",
            "ده",
            "دي",
            "هذا",
            "هذه",
            "كان",
            "كانت",
            "هاي",
            "هاد",
            "for",
            "for my",
            "my",
            "the",
        }


def _chunk(reading: Reading, place: int) -> tuple[int, int]:
    """Give the run without blanks around a place, without the marks of the sentence at its ends."""
    known = reading.chunks.get(place)
    if known is None:
        known = reading.chunks[place] = _run_around(reading.text, place)
    return known


def _run_around(text: str, place: int) -> tuple[int, int]:
    start = place
    while start > 0 and not text[start - 1].isspace() and place - start < 100:
        start -= 1
    end = place
    while end < len(text) and not text[end].isspace() and end - place < 200:
        end += 1
    while start < place and text[start] in "\"'`«»([<{:=>→*،,":
        start += 1
    run = text[start:end]
    if ":" in run[: place - start] or "=" in run[: place - start]:
        start = place
    while end > start + 1 and (
        text[end - 1] in ".,;:?)]}>\"'`«»،؛؟"
        and not (text[end - 1] in ")]}" and text[start:end].count({")": "(", "]": "[", "}": "{"}[text[end - 1]]))
    ):
        end -= 1
    return start, end


_QUOTES = {'"': '"', "'": "'", "«": "»", "`": "`"}


def _quoted(text: str, place: int) -> tuple[int, int] | None:
    """Give what stands in quotes from a place on, up to 60 characters of the same line."""
    mark = text[place]
    if mark not in _QUOTES:
        return None
    end = text.find(_QUOTES[mark], place + 1, place + 62)
    if end < 0 or "\n" in text[place:end] or end - place < 4:
        return None
    return place + 1, end


_FORM = re.compile(r"[?&](?:u|user|username|login|email)=[^&\s]+&p(?:w|wd|ass)?=([^&\s\"']{4,})")


def _in_commands(text: str) -> Iterator[Candidate]:
    for pattern, signs in (
        (_FLAG, ("-p", "--t", "--s", "--a", "-P", "--T", "--S", "--A")),
        (_USER_FLAG, (" -u", " --user")),
        (_IDENTIFIED, ("dentified", "DENTIFIED", "requirepass", "assword", "ASSWORD", "htpasswd", "sshpass")),
        (_FORM, ("&p",)),
    ):
        for match in pattern.finditer(text) if any(sign in text for sign in signs) else ():
            group = next(number for number in range(1, len(match.groups()) + 1) if match[number] is not None)
            if not _is_void(match[group]) and (
                pattern is not _FLAG or looks_chosen(match[group]) or "pass" in match[0].casefold()
            ):
                yield Candidate(
                    match.start(group), match.end(group), Kind.PASSWORD, "a password in a command", match[group]
                )


_SIGN = re.compile(r"[!@#$%^&*+~?]")
_LONGEST = 80  # letters before and behind a sign that are looked at


def _runs_with_a_sign(text: str) -> Iterator[tuple[int, int]]:
    """Give the runs without blanks that hold one of the signs people put into passwords."""
    behind = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < behind:
            continue
        start, end = sign.start(), sign.end()
        while start > behind and not text[start - 1].isspace() and sign.start() - start < _LONGEST:
            start -= 1
        while end < len(text) and not text[end].isspace() and end - sign.start() < _LONGEST:
            end += 1
        behind = end
        yield start, end


_STRONG = re.compile(r"(?=\S*[A-Za-z\u0600-\u06ff])(?=\S*\d)(?=\S*[!@#$%^&*+~?])\S{6,60}")


def _uncued(reading: Reading) -> Iterator[Candidate]:
    """Runs with letters, digits and signs that stand in no code; pairs of log-in and password."""
    text = reading.text
    for first, last in _runs_with_a_sign(text):
        start, end = trimmed(text, first, last, "\"'`«»([<{:=>→,.;)]}")
        if end < last and text[end] in "!?" and end + 1 < last:
            end += 1
        value = text[start:end]
        if _STRONG.fullmatch(value) and _is_typed_secret(value):
            yield Candidate(start, end, Kind.PASSWORD, "a run of letters, digits and signs", value, sure=False)
    speaks = any(cue.concepts & {"password", "user"} for cue in reading.cues)
    for match in (_PAIRED if speaks else _ROOTED).finditer(text):
        value = match[1].rstrip(".,;:)]\"'")
        pair = text[match.start() : match.start(1)]
        if (
            looks_chosen(value)
            and not _is_void(value)
            and "//" not in pair.replace(" ", "")[-2:].replace("//", "", pair.count("admin//"))
            and _mixes(value)
        ):
            yield Candidate(
                match.start(1), match.start(1) + len(value), Kind.PASSWORD, "behind a log-in name", value, sure=False
            )


def _mixes(value: str) -> bool:
    sorts = _sorts_of_letters(value)
    return sorts >= 3 or (sorts == 2 and len(value) >= 8 and any(c.isdigit() for c in value))


def _is_typed_secret(value: str) -> bool:
    """Tell a typed password from code, addresses, paths, sums and greetings."""
    if HOST.fullmatch(value) or CODE_LIKE.fullmatch(value) or TECHNICAL.fullmatch(value):
        return False
    if re.search(
        r"[(){}<>;=\"\\|,/:]|\]|\[|::|->|&&|^[@#$%&+~^*-]|@\w[\w-]*\.\w|%[0-9A-F]{2}|^\d+[%$+*?!]+$|\+\d{4}$|^\w+[?!*+~]+$",
        value,
    ):
        return bool(
            re.fullmatch(r"[\w@.-]+[!@#$%^&*]+", value)
            and re.search(r"[a-z]", value)
            and re.search(r"\d", value)
            and re.search(r"[A-Z]", value)
            and len(value) >= 7
        )
    return True


def access_token(reading: Reading) -> Iterator[Candidate]:
    """Find keys and tokens: of known providers by prefix, in headers, cookies, addresses, beside words for a key, by entropy.

    misses   short tokens without prefix in prose
    """
    text = reading.text
    for match in _PREFIXED.finditer(text) if _PREFIX.search(text) else ():
        yield Candidate(match.start(), match.end(), Kind.TOKEN, "a key with a known provider's prefix", match[0])
    for pattern, rule, signs in _SIGNED:
        for match in pattern.finditer(text) if any(sign in reading.low for sign in signs) else ():
            group = next((number for number in range(1, len(match.groups()) + 1) if match[number] is not None), 0)
            if group and not _is_void(match[group]):
                yield Candidate(match.start(group), match.end(group), Kind.TOKEN, rule, match[group])
    for header in _COOKIE.finditer(text) if "cookie" in reading.low else ():
        for match in _COOKIE_VALUE.finditer(header[1]):
            if match[1].lower() not in _PUBLIC_COOKIES:
                yield Candidate(
                    header.start(1) + match.start(2), header.start(1) + match.end(2), Kind.TOKEN, "a cookie", match[2]
                )
    yield from _in_groups(reading)
    yield from _entropic(reading)
    yield from _beside_key_words(reading)


def _in_groups(reading: Reading) -> Iterator[Candidate]:
    """Recovery keys of disks and seeds of authenticators."""
    text = reading.text
    for match in _RECOVERY.finditer(text):
        yield Candidate(*match.span(), Kind.TOKEN, "a recovery key", match[0])
    for match in _SEED.finditer(text):
        if any(letter.isdigit() for letter in match[0]) and any(letter.isalpha() for letter in match[0]):
            is_named = bool(reading.speaks & {"token", "code"}) or "authenticator" in reading.low
            yield Candidate(match.start(), match.end(), Kind.TOKEN, "groups of base 32", match[0], sure=is_named)


_SIGNED = (
    (_AUTHORIZATION, "credentials in a header", ("bearer", "basic", "token", "apikey", "digest", "x-")),
    (_QUERY, "a token in an address", ("=",)),
    (
        _PATH,
        "a token in an address",
        (
            "cpsess",
            "services/t",
            "hooks.",
            "/bot",
            *(
                f"/{word}/"
                for word in (
                    "reset",
                    "confirm",
                    "verify",
                    "activate",
                    "invite",
                    "magic",
                    "token",
                    "login",
                    "unsubscribe",
                )
            ),
        ),
    ),
    (_SESSION, "a session cookie", ("sess", "sid", "wordpress_", "token", "remember_")),
)
_PUBLIC_COOKIES = frozenset(
    {
        "path",
        "domain",
        "expires",
        "max-age",
        "samesite",
        "lang",
        "locale",
        "theme",
        "consent",
        "cookieconsent",
        "timezone",
    }
)
_HASHES = frozenset(
    {"sha", "sha1", "sha256", "sha512", "md5", "hash", "checksum", "commit", "digest", "etag", "fingerprint", "message-id", "trace", "traceid", "trace_id", "span", "uuid", "ray", "request", "request-id", "requestid", "x-request-id",
     "image", "layer", "dkim", "spf", "dkim1", "rsa", "verification", "site-verification", "google-site-verification", "txt", "p", "id", "selector", "bh", "b", "h", "serial", "nonce", "boundary", "container", "queue", "postfix", "ms-", "rev", "git", "tag", "public", "ssh-rsa", "ssh-ed25519", "version", "ssdeep", "integrity", "correlation", "بصمه", "هاش"}
)  # fmt: skip


def _entropic(reading: Reading) -> Iterator[Candidate]:
    """Long runs of letters of both cases and digits that are neither a hash nor an identifier nor a public key."""
    text = reading.text
    for match in _ENTROPIC.finditer(text):
        value, start = match[0], match.start()
        kinds = (any(c.islower() for c in value), any(c.isupper() for c in value), any(c.isdigit() for c in value))
        mixed = (
            all(kinds)
            and sum(c.isdigit() for c in value) >= 2
            and not re.fullmatch(r"[0-9a-fA-F-]+", value)
            and _changes(value) >= len(value) / 4
        )
        hexadecimal = re.fullmatch(r"[0-9a-f]{20,64}", value) and len(value) not in (32, 40, 64)
        if (
            not (mixed or hexadecimal)
            or value.count("/") > 2
            or text[max(0, start - 1) : start] in ("/", ".", "\\", "@")
        ):
            continue
        if (
            value.startswith(_PUBLIC_IDS)
            or speaks_of_hash(reading, start)
            or text[match.end() : match.end() + 1] in ("@", ".")
        ):
            continue
        if mixed or reading.concepts(start, match.end()) & {"token", "password"}:
            yield Candidate(start, match.end(), Kind.TOKEN, "a run that looks made by a machine", value)


_PUBLIC_IDS = (
    "chg_",
    "ch_",
    "pi_",
    "txn_",
    "req_",
    "evt_",
    "cus_",
    "sub_",
    "in_",
    "acct_",
    "price_",
    "prod_",
    "seti_",
    "pm_",
    "re_",
    "po_",
    "msg_",
    "run_",
    "job_",
    "UA-",
    "GTM-",
    "G-",
)


def _changes(value: str) -> int:
    """Count how often the sort of letter changes: small, capital, digit."""
    sorts = ["d" if c.isdigit() else "u" if c.isupper() else "l" if c.islower() else "s" for c in value]
    return sum(one != other for one, other in itertools.pairwise(sorts))


def speaks_of_hash(reading: Reading, start: int) -> bool:
    """Say whether the words before a place on its line speak of a hash, a public key or a machine's identifier."""
    index = reading.word_before(start)
    near = reading.words[max(0, index - 4) : index + 1]
    line = reading.words[min(index + 1, len(reading.words) - 1)].line
    return any(
        word.low.strip("=:-.") in _HASHES
        or word.low.startswith(("sha256", "ssh-", "google-site", "ms=", "v=dkim", "v=spf"))
        for word in near
        if word.line == line
    )


def _beside_key_words(reading: Reading) -> Iterator[Candidate]:
    words, text = reading.words, reading.text
    for cue in reading.cues if "token" in reading.speaks else ():
        if "token" not in cue.concepts:
            continue
        line = words[cue.last].line
        for place in range(cue.last + 1, min(len(words), cue.last + 9)):
            if words[place].line > line + 1:
                break
            start, end = _chunk(reading, words[place].start)
            value = text[start:end]
            if (
                start == words[place].start
                and len(value) >= 8
                and looks_chosen(value)
                and _sorts_of_letters(value) >= 2
                and not _is_void(value)
                and not speaks_of_hash(reading, start)
            ):
                rule, beside = "what looks made beside a word for a key", place <= cue.last + 2
                sure = beside and len(value) >= 32 and _HEXADECIMAL.fullmatch(value) is not None
                yield Candidate(start, end, Kind.TOKEN, rule, value, sure)


_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")


def _sorts_of_letters(value: str) -> int:
    """Count the sorts of letters: small, capital, digit, sign."""
    return sum(
        (
            any(c.islower() for c in value),
            any(c.isupper() for c in value),
            any(c.isdigit() for c in value),
            any(not c.isalnum() for c in value),
        )
    )


def jwt(reading: Reading) -> Iterator[Candidate]:
    """Find JSON web tokens (RFC 7519): three base64url parts, the first two of them JSON objects; also cut off."""
    for match in _JWT.finditer(reading.text) if "eyJ" in reading.text else ():
        yield Candidate(match.start(), match.end(), Kind.JWT, "a JSON web token", match[0])


def private_key(reading: Reading) -> Iterator[Candidate]:
    """Find private key blocks (RFC 7468), also ones that were cut off."""
    if "PRIVATE KEY" not in reading.text:
        return
    for match in _PEM.finditer(reading.text):
        yield Candidate(match.start(), match.end(), Kind.PRIVATE_KEY, "a private key block", match[1].strip())


def connection_string(reading: Reading) -> Iterator[Candidate]:
    """Find passwords in addresses, `scheme://user:password@host/…`: the password alone is hidden, the host helps the case."""
    for match in _URL.finditer(reading.text) if "://" in reading.text else ():
        if not _is_void(match[3]):
            yield Candidate(match.start(3), match.end(3), Kind.CONNECTION_STRING, "a password in an address", match[3])


def one_time_code(reading: Reading) -> Iterator[Candidate]:
    """Find one-time codes, PINs and the like.

    shape    3..10 digits, also in groups, in words, or letters and digits
    accepts  beside words for a code; what a bare answer consists of (one code and nothing else)
    misses   codes of letters only
    """
    text = reading.text
    for numeral in reading.numerals if reading.speaks & {"code", "answer", "password"} else ():
        concepts = reading.concepts(numeral.start, numeral.end)
        if (
            concepts & {"code", "answer"}
            and 3 <= len(numeral.digits) <= 10
            and "cvv" not in concepts
            and not _is_error(reading, numeral.start)
        ):
            yield Candidate(numeral.start, numeral.end, Kind.CODE, "a code beside its word", numeral.digits, sure=False)
        elif concepts & {"password"} and numeral.spelled and len(numeral.digits) >= 3:
            yield Candidate(
                numeral.start,
                numeral.end,
                Kind.PASSWORD,
                "digits in words beside a word for a password",
                numeral.digits,
            )
    if len(text) <= 40:
        bare = text.strip(" .!\n")
        if 4 <= len(bare.replace(" ", "").replace("-", "")) <= 8 and bare.replace(" ", "").replace("-", "").isdigit():
            yield Candidate(text.index(bare), text.index(bare) + len(bare), Kind.CODE, "a code alone", bare)
    for match in _SENT.finditer(text) if "G-" in text else ():
        yield Candidate(match.start(), match.end(), Kind.CODE, "a code as it is sent by message", match[0])
    if any(cue.concepts & {"code", "token"} for cue in reading.cues):
        for match in _BACKUP.finditer(text):
            start = match.start() + len(_WORDS_BEFORE.match(match[0])[0])  # type: ignore[index]
            code, concepts = text[start : match.end()], reading.concepts(start, match.end())
            if (
                concepts & {"code", "token"}
                and "thing" not in concepts
                and sum(c.isdigit() for c in code) >= 2
                and not _is_error(reading, start)
            ):
                yield Candidate(start, match.end(), Kind.CODE, "a code beside its word", code, sure=False)


_ERRORS = frozenset(
    {
        "error",
        "status",
        "response",
        "result",
        "exit",
        "http",
        "return",
        "reply",
        "خطا",
        "الخطا",
        "حاله",
        "خطاء",
        "رساله",
        "area",
        "country",
        "postal",
        "zip",
        "promo",
        "discount",
        "source",
        "sort",
        "swift",
        "خصم",
        "بريدي",
        "البريدي",
        "coupon",
        "كوبون",
    }
)


def _is_error(reading: Reading, start: int) -> bool:
    index = reading.word_before(start)
    return any(word.low in _ERRORS for word in reading.words[max(0, index - 4) : index + 1])
