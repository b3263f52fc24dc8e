"""The structured parts of a text: fields with a key, cells under a heading, tags, headers; each with what its key speaks of."""

import re
from collections.abc import Iterator
from functools import lru_cache

from helpdesk.privacy.redaction.read import read
from helpdesk.privacy.redaction.reading import Field, Reading

# "key": value, key = value, key: value, --key value, 'key' => value: first the sign (= => : -> → ← ..., behind an Arabic word /), then the key before it.
# It begins with a class of letters, so that `re` looks for those alone.
_SIGN = re.compile(r"[=:→←⟵./-](?:(?<==)>?|(?<=[:→←⟵])|(?<=-)>|(?<=\.)\.{2,}|(?<=[\u0621-\u064a]/) )[ \t]*")
_BLANKS = 9  # at most between a key and its sign
_KEY = re.compile(r"""(?:^|[\s,{;&?(\[|>"'-])([^\W\d_][\w .'/()#-]{0,40})["'}\]%]{0,2}$""")
_SQL_KEY = re.compile(r"""["']([^\W\d][\w .-]{0,40})["'] {0,4}, {0,4}(?=["'])""")
_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,40})>([^<>\n]{1,400})</")
_ATTRIBUTES = re.compile(r"""\b(?:key|name|id)=["']([\w.:-]{2,40})["'] {1,3}value=["']([^"'\n]{1,400})["']""")
# A name such as programs give, and one value behind blanks: "PHP_AUTH_PW x", "secret_id  x".
_SPACED = re.compile(
    r"^[ \t]{0,8}([A-Za-z][A-Za-z0-9]{0,20}(?:_[A-Za-z0-9]{1,20}){1,4})[ \t]{1,20}(\S{1,200})[ \t]*$", re.MULTILINE
)
_APART = re.compile(r"\S {2,}\S")
_WIDE = re.compile(r"\S+(?: \S+)*")
_NOTHING: frozenset[str] = frozenset()


def fields(reading: Reading) -> Iterator[Field]:
    """Find the labelled values of a text.

    accepts  JSON, YAML, .env, INI, HTTP headers, forms (English and Arabic labels, also a value on the line below),
             XML elements and key/value attributes, a name with _ and a value behind blanks, tables with a heading row split by |, tabs, semicolons of both scripts, commas or wide blanks, SQL inserts, answers below a question
    """
    text = reading.text
    yield from _answers(reading)
    if "<" in text:
        yield from _named(_TAG, text)
        yield from _named(_ATTRIBUTES, text)
    yield from _pairs(text)
    if "_" in text:
        yield from _named(_SPACED, text)
    yield from _below_labels(reading)
    yield from _tables(text)
    if "VALUES" in text or "values" in text:
        yield from _inserts(text)


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Field]:
    """Give what a pattern has in its second group under the key in its first."""
    for match in pattern.finditer(text):
        concepts = key_concepts(match[1])
        if concepts:
            yield Field(match.start(2), match.end(2), concepts)


_INSERT = re.compile(r"\(([\w`\", \[\]]{3,400})\)\s{0,9}VALUES\b", re.IGNORECASE)
_ROW = re.compile(r"\(((?:'[^'\n]{0,200}'|[^()'\n]){1,900})\)")
_ROWS_VALUE = re.compile(r"'([^'\n]{0,200})'|([^,'\s][^,'\n]*)")


def _inserts(text: str) -> Iterator[Field]:
    """The values of SQL's INSERT under the names of their columns."""
    heads = [*_INSERT.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        columns = [key_concepts(name.strip(' `"[]')) for name in head[1].split(",")]
        for row in _ROW.finditer(text, head.end(), end):
            for value, meant in zip(_ROWS_VALUE.finditer(text, *row.span(1)), columns, strict=False):
                if meant:
                    yield Field(*value.span(value.lastindex or 0), meant)


def _pairs(text: str) -> Iterator[Field]:
    keys = [*_keys(text)]
    if "'," in text or '",' in text:  # define('DB_PASSWORD', 'value')
        keys = sorted([*keys, *((match.start(), match.end(), match[1]) for match in _SQL_KEY.finditer(text))])
    for place, (_, behind, key) in enumerate(keys):
        concepts = key_concepts(key)
        if concepts:
            following = keys[place + 1][0] if place + 1 < len(keys) else len(text)
            start, end = _value(text, behind, following)
            if end > start:
                yield Field(start, end, concepts)


def _keys(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the keys with a sign behind them: where the key starts, where its value may start, the key."""
    behind = 0
    for sign in _SIGN.finditer(text):
        start = sign.start()
        while start > max(behind, sign.start() - _BLANKS) and text[start - 1] in " \t":
            start -= 1
        behind = sign.end()
        if not start or text[start - 1] in ":=;,|{[<>&?!":
            continue  # no key ends there
        before = text[max(0, start - 44) : start].rpartition("\n")[2]
        match = _KEY.search(before[_last_delimiter(before) :])
        if match:
            yield start - len(match[1]), behind, match[1]


def _last_delimiter(before: str) -> int:
    """A key begins behind the last delimiter; a quotation mark at its end is its own."""
    return max(0, *map(before[:-1].rfind, ",{;&?[|>\"'"))


def _value(text: str, start: int, following: int) -> tuple[int, int]:
    """Give where a value lies: in its quotes, else up to the next key or the line's end."""
    if text[start : start + 1] in ("'", '"'):
        end = text.find(text[start], start + 1, start + 400)
        if end > 0:
            return start + 1, end
    line = text.find("\n", start)
    end = min(following, line if line >= 0 else len(text), start + 400)
    return start, start + len(text[start:end].rstrip(" \t,;&|"))


@lru_cache(maxsize=5_000)
def key_concepts(key: str) -> frozenset[str]:
    """Say what a key speaks of: `db_password`, `customerPhone`, «رقم الجوال» …; its last cue, a secret before all."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key)
    plain = re.sub(r"[_./()#-]", " ", spaced)
    if len(plain.split()) > 6:
        return _NOTHING
    cues = read(plain).cues
    secret = [cue for cue in cues if cue.concepts & _SECRETS]
    chosen = (secret or cues)[-1:]
    return chosen[0].concepts if chosen else _NOTHING


_SECRETS = frozenset({"password", "token"})


def _below_labels(reading: Reading) -> Iterator[Field]:
    """A label alone on its line, the value on the next: a short line that ends in a cue."""
    words, text = reading.words, reading.text
    for cue in reading.cues:
        last = (
            cue.last + 1
            if cue.last + 1 < len(words) and words[cue.last + 1].low in (":", "?", "؟", "*", "=", "-")
            else cue.last
        )
        if (
            last + 1 >= len(words)
            or words[last + 1].line != words[last].line + 1
            or not reading.starts_line(words[cue.first].start)
        ):
            first = cue.first
            while first > cue.first - 4 and first > 0 and words[first - 1].line == words[cue.first].line:
                first -= 1
            if last + 1 >= len(words) or words[last + 1].line != words[last].line + 1 or cue.first - first > 3:
                continue
        start = words[last + 1].start
        end = text.find("\n", start)
        if last + 1 not in reading.cue_at:
            yield Field(start, len(text) if end < 0 else end, cue.concepts)


# Who speaks, at the start of a line of a conversation: "[14:02] me:", "> A:", «العميل:».
_SPEAKER = re.compile(r"[ \t>*-]{0,6}(?:\[[^\]\n]{1,30}\][ \t]*)?(?:~?[^\n:?]{1,24}:[ \t]{0,3})?")
_SHORT_ANSWER = 60  # letters


def _answers(reading: Reading) -> Iterator[Field]:
    """A question that speaks of something, and the short answer on the next line, behind the name of who speaks."""
    words, text = reading.words, reading.text
    for cue in reading.cues if "?" in text or "؟" in text else ():
        end = text.find("\n", words[cue.last].end)
        if end < 0 or not text[words[cue.last].end : end].rstrip(" \"'»>*").endswith(("?", "؟")):
            continue
        start = end + 1
        while text[start : start + 1] == "\n" and start < end + 4:
            start += 1
        close = text.find("\n", start)
        close = len(text) if close < 0 else close
        speaker = _SPEAKER.match(text, start, close)
        start = speaker.end() if speaker else start
        if 0 < close - start <= _SHORT_ANSWER and not text[start:close].rstrip().endswith(("?", "؟")):
            yield Field(start, close, cue.concepts)


def _tables(text: str) -> Iterator[Field]:
    if "\n" not in text:
        return
    heading: list[tuple[int, frozenset[str]]] = []
    split, cells_in_heading = "", 0
    place = 0
    for line in text.split("\n"):
        splitter = _splitter(line)
        if splitter and (not heading or splitter != split):
            cells = _cells(line, splitter)
            concepts = [key_concepts(cell.strip(" \"'`*")) for _, _, cell in cells]
            if len(cells) >= 2 and sum(map(bool, concepts)) * 2 >= len(cells) and not _has_values(line):
                heading = [(column, meant) for column, meant in enumerate(concepts) if meant]
                split, cells_in_heading = splitter, len(cells)
        elif heading and splitter == split:
            yield from _row(line, place, splitter, heading, cells_in_heading)
        elif heading and not splitter and line.strip("-+=| "):
            heading = []
        place += len(line) + 1


def _row(
    line: str, place: int, splitter: str, heading: list[tuple[int, frozenset[str]]], columns: int
) -> Iterator[Field]:
    cells = _cells(line, splitter)
    if len(cells) != columns:
        return
    for column, concepts in heading:
        start, end, cell = cells[column]
        if cell.strip(" \"'"):
            lead = len(cell) - len(cell.lstrip(" \"'"))
            tail = len(cell) - len(cell.rstrip(" \"'"))
            yield Field(place + start + lead, place + end - tail, concepts)


def _has_values(line: str) -> bool:
    return sum(letter.isdigit() for letter in line) > 4 or "@" in line


def _splitter(line: str) -> str:
    for mark in ("|", "\t", ";", "؛", ","):
        if line.count(mark) >= 1 and (mark != "," or line.count(", ") < line.count(",")):
            return mark
    return "  " if "  " in line and _APART.search(line) else ""


def _cells(line: str, splitter: str) -> list[tuple[int, int, str]]:
    if splitter == "  ":
        return [(match.start(), match.end(), match[0]) for match in _WIDE.finditer(line)]
    cells, place = [], 0
    for part in line.split(splitter):
        cells.append((place, place + len(part), part))
        place += len(part) + 1
    if splitter == "|":  # a table drawn with | at its edges has empty cells there
        cells = [cell for number, cell in enumerate(cells) if cell[2].strip() or 0 < number < len(cells) - 1]
    return cells
