"""Names of people: introduced, titled, signed, greeted, labelled, or known as names."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.lexicon import (
    ARABIC_PARTICLES,
    ARABIC_TITLES,
    KIN,
    NOT_ARABIC_NAMES,
    NOT_NAMES,
    PARTICLES,
    TITLES,
    is_arabic,
    is_family,
    is_given,
    word_sorts,
)
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Cue, Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_PATH = re.compile(r"(?i)(?:/home/|/users/|\\users\\|/~|/homes?/|documents and settings\\)([a-z][a-z0-9._-]{1,30})")
_ADDRESSED = re.compile(
    r"(?m)(?:^|[\n:;,>]|\bfrom\b|\bto\b|\bcc\b)[ \t]*\"?([^\W\d_][^\n<>:;,\"@|]{1,40}?)\"?[ \t]*[<(\[][ ]?(?:mailto:)?[^\s<>()\[\]]{1,60}@"
)
_HEADED = re.compile(r"(?i)(?:from|to|cc|bcc|sent by|reply-to|von|an|de|à|من|الى|إلى|نسخة|المرسل|المستلم)[ \t]*:[ \t]*")
_OPENED = re.compile(r"[<(\[] ?[^\s<>()\[\]]{1,60}@")
_WRITES = re.compile(r"wrote|schrieb|a écrit|escribió|كتب")
_WROTE = re.compile(
    r"(?im)(?:,|\d|AM|PM|ص|م)[ \t]+([^\W\d_][^\n<>,:;@]{1,40}?)[ \t]*(?:<[^>\n]*>)?[ \t]*(?:wrote|schrieb|a écrit|escribió|كتب|كتبت)[ \t]*:"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*")
_CODE_LINE = re.compile(r"[{}=;$<>]|::|->|\bat [\w.]+\(|\b(?:GET|POST|HTTP)\b")


def introduced_name(reading: Reading) -> Iterator[Candidate]:
    """Find names by what stands around them.

    shape    one to five words: capitalised Latin ones with particles (al, bin, van …), Arabic ones with بن، أبو، عبد، آل
    accepts  behind "my name is", titles, relations ("my accountant …"), greetings and closings, in fields, in mail heads
             and before mail addresses, in home directories
    misses   names that nothing introduces, unless the lists of names know them
    """
    text = reading.text
    for cue in reading.introductions:
        yield from _introduced(reading, cue)
    yield from _last_line(reading)
    yield from _titled(reading)
    yield from _in_fields(reading)
    if "@" in text or ":" in text:
        yield from _in_mail(reading)
    for match in _PATH.finditer(text) if "/" in text or "\\" in text or "~" in text else ():
        if match[1].lower() not in _ACCOUNTS:
            yield from _in_path(match)


def _introduced(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    words = reading.words
    following = cue.last + 1
    while (
        following < len(words)
        and following < cue.last + 4
        and words[following].low in (":", ",", "-", '"', "(", "هو", "هي", "--", "–", "*", "_", ".")
    ):
        following += 1
    if following >= len(words):
        return
    place, below = words[following].start, words[following].line > words[cue.last].line
    opens = reading.starts_line(words[cue.first].start)
    if "closes" in cue.concepts and opens and (below or following > cue.last + 1):
        short = _rest_is_short(reading.text, place)
        yield from _latin_at(reading, place, "a name below a closing", loose=short)
        yield from _arabic_at(reading, place, "a name below a closing", sure=short)
    elif not below and ("names" in cue.concepts or "maybe" in cue.concepts or ("greets" in cue.concepts and opens)):
        sure = "names" in cue.concepts
        yield from _latin_at(reading, place, "a name that is introduced", loose=sure)
        yield from _arabic_at(reading, place, "a name that is introduced", sure=sure)


def _in_mail(reading: Reading) -> Iterator[Candidate]:
    """Names in the head of a mail, before an address, before "wrote:"."""
    text = reading.text
    patterns = [_ADDRESSED] if "@" in text and _OPENED.search(text) else []
    for pattern in [*patterns, _WROTE] if _WRITES.search(reading.low) else patterns:
        for match in pattern.finditer(text):
            if _is_name_like(match[1]):
                yield _candidate(text, match.start(1), match.end(1), "a name before an address or a quotation")
    for place in reading.places.get("head", ()):
        start = reading.words[place].start
        head = _HEADED.match(text, start) if reading.starts_line(start) else None
        if head:
            yield from _latin_at(reading, head.end(), "a name in a mail's head")
            yield from _arabic_at(reading, head.end(), "a name in a mail's head", sure=True)


_ACCOUNTS = frozenset({"public", "public_html", "default", "admin", "administrator", "user", "users", "www", "www-data", "ubuntu", "deploy", "node", "app", "shared", "git", "debian", "centos", "ec2-user", "runner", "vagrant", "web", "site", "client", "all", "virtual", "vmail", "cpanel", "backup", "ftp", "test", "dev", "main", "customer", "account"})  # fmt: skip


def _in_path(match: "re.Match[str]") -> Iterator[Candidate]:
    """A home directory is hidden when it holds a name: `/home/hany`, `C:\\Users\\Rania.Saad`."""
    parts = re.split(r"[._-]|(?<=[a-z])(?=[A-Z])", match[1])
    if any(is_given(part.lower(), sure=False) or is_family(part.lower()) for part in parts if len(part) >= 3):
        yield Candidate(match.start(1), match.end(1), Kind.NAME, "a name in a path", match[1].casefold())


_SURE = frozenset(
    {
        "a name behind a title",
        "a name behind a relation",
        "a name in a mail's head",
        "a name before an address or a quotation",
    }
)


def _candidate(text: str, start: int, end: int, rule: str) -> Candidate:
    start, end = trimmed(text, start, end, " \t\"'`,;:()[]<>*-–~_|")
    return Candidate(start, end, Kind.NAME, rule, fold_arabic(text[start:end]), sure=rule in _SURE)


def parts_of_name(folded: str) -> list[str]:
    """Give the words of a found name that stand for it alone: no particles, titles or ordinary words, four letters or more."""
    words = [word.strip(".,'") for word in folded.replace("-", " ").split()]
    return [
        word
        for word in words
        if len(word) >= 4 and word.isalpha() and not word_sorts(word) and (len(words) > 1 or is_given(word))
    ]


def _is_name_like(text: str) -> bool:
    words = _WORD.findall(text)
    return (
        0 < len(words) <= 5
        and not any(fold_arabic(word) in NOT_NAMES or fold_arabic(word) in NOT_ARABIC_NAMES for word in words)
        and not re.search(r"\d", text)
    )


def _latin_at(reading: Reading, place: int, rule: str, *, loose: bool = False) -> Iterator[Candidate]:
    """Take the run of name words from a place on; `loose` takes words in small letters, too, when a list knows them."""
    index = reading.word_from(place)
    end, last = -1, index
    words = reading.words
    count = 0
    while last < len(words) and count < 5:
        word = words[last]
        if count and (
            word.line != words[index].line or reading.text[words[last - 1].end : word.start] not in (" ", "", "  ")
        ):
            break
        written = reading.text[word.start : word.end]
        if word.low == "." and count and words[last - 1].end - words[last - 1].start <= 3 and last > index:
            last += 1
            continue
        if not (written[0].isalpha() and _fits(written, word, count, loose=loose)):
            break
        if word.low not in PARTICLES or count == 0:
            end = word.end
        count += 1
        last += 1
    if end > 0 and (end - words[index].start >= 2):
        yield _candidate(reading.text, words[index].start, end, rule)


def _fits(written: str, word: Word, count: int, *, loose: bool) -> bool:
    low = word.low
    if (
        low in NOT_NAMES
        or not all(letter.isalpha() or letter in "'’.-" for letter in written)
        or not written[0] < "\u0600"
    ):
        return False
    if low in TITLES and count == 0:
        return False
    if low in PARTICLES and count:
        return True
    if written[0].isupper():
        return True
    bare = low.removesuffix("'s")
    return (loose and (is_given(bare, sure=False) or (count > 0 and is_family(bare)) or count == 0)) or (
        is_given(bare) and len(bare) > 3
    )


def _arabic_at(reading: Reading, place: int, rule: str, *, sure: bool, listed: bool = False) -> Iterator[Candidate]:
    words = reading.words
    index = reading.word_from(place)
    while (
        index < len(words)
        and (words[index].low in ARABIC_TITLES or words[index].low in (".", "/", ":", "\\"))
        and index < reading.word_from(place) + 4
    ):
        index += 1
    end = _arabic_run(reading, index, sure=sure, listed=listed)
    if end >= index:
        yield _candidate(reading.text, words[index].start, words[end].end, rule)


def _arabic_run(reading: Reading, index: int, *, sure: bool, listed: bool = False) -> int:
    """Give the last word of the run of names from a word on, index - 1 if it is none.

    sure     any word may be a name here;  listed: any that a list has, also as an ordinary word
    """
    words, last = reading.words, index - 1
    place, count = index, 0
    while place < len(words) and count < 6:
        word = words[place]
        if count and (word.line != words[index].line or reading.text[words[place - 1].end : word.start] != " "):
            break
        if not is_arabic(word.low) or word.low in NOT_ARABIC_NAMES:
            break
        known = (
            is_given(word.low, sure=count == 0 and not (sure or listed))
            or is_family(word.low, sure=count == 0)
            or (word.low.startswith(("عبدال", "ابو", "ال")) and count > 0)
        )
        if word.low in ARABIC_PARTICLES:
            count += 1
            place += 1
            continue
        if not (
            known
            or (sure and count <= 2 and not _is_verb(word.low))
            or (place and words[place - 1].low in ARABIC_PARTICLES and count)
        ):
            break
        last = place
        place += 1
        count += 1
    return last


def _is_verb(low: str) -> bool:
    """Guess that a word in a sentence is no name: verbs with prefixes, words with the article that no list knows."""
    return (
        low.startswith(("ب", "و", "ت", "ي", "ن", "ل", "ف", "ال", "م"))
        and len(low) > 3
        and not (is_given(low, sure=False) or is_family(low, sure=False))
    )


def _rest_is_short(text: str, place: int) -> bool:
    line = text[place : (text.find("\n", place) + 1 or len(text) + 1) - 1]
    return 0 < len(line.split()) <= 4 and not any(letter.isdigit() for letter in line)


def _last_line(reading: Reading) -> Iterator[Candidate]:
    text = reading.text.rstrip()
    begin = text.rfind("\n") + 1
    line = text[begin:].strip(" -–—~*_.!،")
    words = line.split()
    if not begin or not 0 < len(words) <= 4 or any(letter.isdigit() or letter in ':/@?=<>[]{}"' for letter in line):
        return
    lows = [fold_arabic(word.strip(".,'()")) for word in words]
    known = any(is_given(low, sure=False) or is_family(low) for low in lows)
    capital = all(word[0].isupper() or word.lower() in PARTICLES for word in words) and all(
        low not in NOT_NAMES for low in lows
    )
    if (
        known
        and not any(low in NOT_NAMES or low in NOT_ARABIC_NAMES for low in lows)
        and (capital or line[0] >= "\u0600" or all(is_given(low, sure=False) or is_family(low) for low in lows))
    ):
        start = begin + reading.text[begin:].index(line[0])
        yield _candidate(reading.text, start, start + len(line), "a name on the last line")


def _titled(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for place in reading.places.get("titled", ()):
        if place + 1 >= len(words):
            continue
        word = words[place]
        if word.low in TITLES and (reading.text[word.start].isupper() or word.low in ("mr", "mrs", "ms", "dr", "eng")):
            following = place + 2 if words[place + 1].low == "." else place + 1
            if following < len(words) and words[following].line == word.line:
                yield from _latin_at(
                    reading,
                    words[following].start,
                    "a name behind a title",
                    loose=word.low in ("mr", "mrs", "ms", "dr"),
                )
        elif (
            word.low in KIN
            and place
            and words[place - 1].low in ("my", "our", "his", "her", "their", "the", "your", "a")
        ):
            following = place + 2 if words[place + 1].low in (",", "(", "called", "named", "is", ":") else place + 1
            if following < len(words) and words[following].line == word.line:
                yield from _latin_at(reading, words[following].start, "a name behind a relation", loose=False)
        elif word.low in ARABIC_TITLES:
            yield from _behind_arabic_title(reading, place)


def _behind_arabic_title(reading: Reading, place: int) -> Iterator[Candidate]:
    words, word = reading.words, reading.words[place]
    following = place + 1
    if len(word.low) == 1:  # «أ.», «د/», «م.»: only with its mark
        if words[following].low not in (".", "/"):
            return
        following += 1
    elif words[following].low in (".", "/", ":", ",") and words[following].low != ",":
        following += 1
    if following < len(words) and words[following].line == word.line:
        yield from _arabic_at(
            reading,
            words[following].start,
            "a name behind a title",
            sure=len(word.low) == 1
            or word.low
            in (
                "السيد",
                "السيده",
                "الاستاذ",
                "الاستاذه",
                "الدكتور",
                "الدكتوره",
                "المهندس",
                "المهندسه",
                "مدام",
                "استاذ",
                "دكتور",
                "مهندس",
                "للسيد",
                "للسيده",
            ),
        )
        yield from _arabic_at(reading, words[following].start, "perhaps a name behind a title", sure=False, listed=True)
        if words[following].low[0] < "\u0600":
            yield from _latin_at(reading, words[following].start, "a name behind a title")


def _in_fields(reading: Reading) -> Iterator[Candidate]:
    for entry in reading.fields:
        if "name" not in entry.concepts:
            continue
        value = reading.text[entry.start : entry.end].strip()
        words = _WORD.findall(value)
        if 0 < len(words) <= 6 and not re.search(r"[\d@/=<>{}$]", value) and _is_name_like(value):
            if len(words) == 1 and value.islower() and not (is_given(value, sure=False) or is_family(value)):
                continue
            yield _candidate(reading.text, entry.start, entry.end, "a name in its field")
        else:
            yield from _latin_at(reading, entry.start, "a name in its field")
            yield from _arabic_at(reading, entry.start, "a name in its field", sure=True)


# Places and things that begin like a kunya.
_NO_KUNYA = frozenset({"ظبي", "الهول", "سمبل", "قير", "رواش", "عريش", "بريص", "كبير", "ديس", "نواس", "حمص"})


def kunya(reading: Reading) -> Iterator[Candidate]:
    """Propose what follows «أبو»، «أم»، «بو»: how Arabs call a father or mother by their child; never sure."""
    words = reading.words
    for place in reading.places.get("kunya", ()):
        following = words[place + 1] if place + 1 < len(words) else None
        if (
            following is not None
            and reading.text[words[place].end : following.start] == " "
            and is_arabic(following.low)
            and len(following.low) >= 3
            and following.low not in _NO_KUNYA
        ):
            start, end = words[place].start, following.end
            yield Candidate(start, end, Kind.NAME, "a father or mother of somebody", reading.low[start:end], sure=False)


def listed_name(reading: Reading) -> Iterator[Candidate]:
    """Find names that the lists of names know.

    accepts  a given name followed by another name; a given name alone that is no ordinary word, capitalised and not at
             the start of a sentence in Latin letters; in Arabic two names in a row, or one that is no ordinary word
    misses   names that no list has
    source   the lists in words/, see SOURCES.md there
    """
    words, text = reading.words, reading.text
    behind = 0
    for place in reading.places.get("listed", ()):
        if place < behind:
            continue
        word = words[place]
        last = _arabic_listed(reading, place) if is_arabic(word.low) else _latin_listed(reading, place)
        if last >= place:
            yield _candidate(text, _without_clitic(word), words[last].end, "a name that the lists know")
            behind = last + 1


def _without_clitic(word: Word) -> int:
    """«ولسارة»: the clitics stay outside."""
    low = word.low
    if is_arabic(low) and not is_given(low, sure=False):
        for size in (2, 1):
            if (
                len(low) > size + 2
                and low[:size] in ("ول", "وب", "و", "ل", "ب", "ف", "ك")
                and is_given(low[size:], sure=False)
            ):
                return word.start + size
    return word.start


def _latin_listed(reading: Reading, place: int) -> int:
    words, text = reading.words, reading.text
    word = words[place]
    written = text[word.start : word.end]
    if not written[0].isupper() or word.low in NOT_NAMES or _is_in_code(text, word):
        return _small_listed(reading, place)
    given, sure = is_given(word.low, sure=False), is_given(word.low)
    last = place
    while last + 1 < len(words) and last - place < 4:
        following = words[last + 1]
        if text[words[last].end : following.start] != " " or following.low in NOT_NAMES:
            break
        if (
            not (text[following.start].isupper() or following.low in PARTICLES)
            or not text[following.start : following.end].replace("-", "").replace("'", "").isalpha()
        ):
            break
        last += 1
    while last > place and words[last].low in PARTICLES:
        last -= 1
    run = [words[index].low for index in range(place, last + 1)]
    if len(run) >= 2 and (
        sure or (given and is_family(run[-1], sure=False) and len(run) <= 3) or (is_family(run[0]) and is_given(run[1]))
    ):
        return last
    return place if sure and len(word.low) >= 3 and not _opens_product(reading, place, last) else place - 1


def _opens_product(reading: Reading, place: int, last: int) -> bool:
    following = reading.words[last + 1] if last + 1 < len(reading.words) else None
    before = reading.words[place - 1].low if place else ""
    return bool(
        following
        and (
            following.low[0].isdigit()
            or following.low
            in (
                "theme",
                "plugin",
                "plan",
                "server",
                "database",
                "pro",
                "hosting",
                "theme's",
                "cloud",
                "api",
                "panel",
                "street",
                "st",
                "road",
            )
        )
    ) or before in ("theme", "plugin", "plan", "server", "the")


def _small_listed(reading: Reading, place: int) -> int:
    """A name in small letters: only a sure given name followed by a sure family name."""
    words = reading.words
    word = words[place]
    if place + 1 >= len(words) or word.low in NOT_NAMES or not is_given(word.low):
        return place - 1
    following = words[place + 1]
    adjoins = reading.text[word.end : following.start] == " "
    return (
        place + 1
        if adjoins
        and is_family(following.low)
        and len(following.low) > 3
        and following.low not in NOT_NAMES
        and not _is_in_code(reading.text, word)
        else place - 1
    )


def _is_in_code(text: str, word: Word) -> bool:
    edges = text[word.start - 1 : word.start] + text[word.end : word.end + 1]
    return (
        any(mark in edges for mark in "/\\=<>{}[]_@#$.-")
        and not (edges.endswith(".") and text[word.end + 1 : word.end + 2] in ("", " ", "\n"))
        and not edges.startswith(("<", "[", "="))
    )


def _arabic_listed(reading: Reading, place: int) -> int:
    words = reading.words
    start = words[place]
    low = start.low[_without_clitic(start) - start.start :]
    if (
        low in NOT_ARABIC_NAMES
        or start.low in NOT_ARABIC_NAMES
        or (start.low in ARABIC_PARTICLES and start.low not in ("ابو", "ام", "عبد"))
    ):
        return place - 1
    if start.low in ("ابو", "ام", "عبد"):
        following = words[place + 1] if place + 1 < len(words) else None
        if following is None or not (
            is_given(following.low, sure=False) or (start.low == "عبد" and following.low.startswith("ال"))
        ):
            return place - 1
        return max(place + 1, _arabic_run(reading, place + 1, sure=False))
    given, sure = is_given(low, sure=False), is_given(low)
    if not given:
        return place - 1
    last = place
    while last + 1 < len(words) and last - place < 5:
        following = words[last + 1]
        if (
            reading.text[words[last].end : following.start] != " "
            or not is_arabic(following.low)
            or following.low in NOT_ARABIC_NAMES
        ):
            break
        if not (
            following.low in ARABIC_PARTICLES
            or is_given(following.low, sure=False)
            or is_family(following.low, sure=not sure)
        ):
            break
        last += 1
    while last > place and words[last].low in ARABIC_PARTICLES:
        last -= 1
    if last > place:
        others = [words[index].low for index in range(place + 1, last + 1)]
        return last if sure or sum(is_given(other) or is_family(other) for other in others) >= 1 else place - 1
    return place if sure and len(low) >= 4 else place - 1
