"""Names in the head of a mail, before an address, before a quotation."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.person.name import arabic_at, candidate_name, is_name_like, latin_at
from helpdesk.privacy.redaction.reading import Reading

_ADDRESSED = re.compile(
    r"(?m)(?:^|[\n:;,>]|\bfrom\b|\bto\b|\bcc\b)[ \t]*\"?([^\W\d_][^\n<>:;,\"@|]{1,40}?)\"?[ \t]*[<(\[][ ]?(?:mailto:)?[^\s<>()\[\]]{1,60}@"
)
_HEADED = re.compile(r"(?i)(?:from|to|cc|bcc|sent by|reply-to|von|an|de|à|من|الى|إلى|نسخة|المرسل|المستلم)[ \t]*:[ \t]*")
_WROTE = re.compile(
    r"(?im)(?:,|\d|AM|PM|ص|م)[ \t]+([^\W\d_][^\n<>,:;@]{1,40}?)[ \t]*(?:<[^>\n]*>)?[ \t]*(?:wrote|schrieb|a écrit|escribió|كتب|كتبت)[ \t]*:"
)


def in_mail(reading: Reading) -> Iterator[Candidate]:
    """Names in the head of a mail, before an address, before "wrote:"."""
    text = reading.text
    for pattern, part in ((_ADDRESSED, "mail address in brackets"), (_WROTE, "quotation")):
        for match in pattern.finditer(text) if part in reading.shapes else ():
            if is_name_like(match[1]):
                yield candidate_name(text, match.start(1), match.end(1), "a name before an address or a quotation")
    for place in reading.places.get("head", ()):
        start = reading.words[place].start
        head = _HEADED.match(text, start) if reading.starts_line(start) else None
        if head:
            yield from latin_at(reading, head.end(), "a name in a mail's head")
            yield from arabic_at(reading, head.end(), "a name in a mail's head", sure=True)
