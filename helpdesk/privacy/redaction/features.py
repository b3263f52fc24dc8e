"""What the tagger sees of a text's words: each word itself, its neighbours, what it is near, what the rules say, where it stands.

A feature is a name; what several names weigh together is the sum of their weights. Everything is described in pieces that come back
again and again (a word, a cue five words before, a line of nine words), so that a piece is described and weighed once.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

from helpdesk.privacy.redaction.chosen import looks_chosen, makeup
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.lexicon import commonness, word_sorts
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.surroundings import (
    FAR,
    HALFWAY,
    chosen,
    comings,
    cued,
    labelled,
    lengths_of_lines,
    numbered,
    ruled,
)

Names = tuple[str, ...]
_NOTHING: frozenset[str] = frozenset()


def of_word(about: Lexeme) -> tuple[Names, ...]:
    """Describe a word as seen from two words behind it, from the one behind, from itself, from the one and the two before."""
    low, seen, rest = about.low, *of_sort(sort_of(about))
    spelling = of_spelling(about)
    own = (f"w={low}", *seen, *spelling[2][1:], *rest)
    behind, before = (tuple(side + name for name in (f"w={low}", *seen)) for side in "bd")
    return spelling[0], behind, own, before, spelling[4]


Sort: TypeAlias = tuple[str, str, int, tuple[str, ...], int, bool]


def sort_of(about: Lexeme) -> Sort:
    """Say of what sort a word is: its shape, the lists that have it, how common it is, its sorts, its length, whether it looks chosen."""
    written = about.written
    length, is_chosen = min(len(written), 12), looks_chosen(written)
    return _shape(written), about.listed, about.common, word_sorts(about.low), length, is_chosen


def of_sort(sort: Sort) -> tuple[Names, Names]:
    """Describe a word's sort: what its neighbours see of it, too, and the rest."""
    shape, listed, common, sorts, length, is_chosen = sort
    seen = (f"s={shape}", f"n={listed}", f"q={common}", *(f"t={one}" for one in sorts))
    return seen, (
        f"len={length}",
        f"x={is_chosen}",
        f"n.s={listed}.{shape}",
        f"q.s={common}.{shape}",
        f"q.n={common}.{listed}",
    )


def of_spelling(about: Lexeme) -> tuple[Names, ...]:
    """Describe how a word is spelled, as seen from the same five places."""
    low = about.low
    affixes = (f"p3={low[:3]}", f"e3={low[-3:]}", f"p2={low[:2]}", f"e2={low[-2:]}") if low.isalpha() else ()
    return (f"aw={low}",), (f"bw={low}",), (f"w={low}", *affixes), (f"dw={low}",), (f"ew={low}",)


def _shape(written: str) -> str:
    """Xxx-dd and the like, runs of one sort shortened to two; Arabic letters are `a`."""
    shape = ""
    for letter in written[:24]:
        sort = "d" if letter.isdigit() else "a" if letter >= "\u0600" else "X" if letter.isupper() else "x"
        sort = sort if letter.isalnum() else letter
        if not shape.endswith(sort * 2):
            shape += sort
    return shape


def of_pair(before: str, look: str) -> Names:
    """Describe what a word looks like behind another."""
    return (f"P:{before}|{look}",)


def of_following(look: str, behind: str) -> Names:
    """Describe what a word looks like before another."""
    return (f"Q:{look}|{behind}",)


def of_rules(before: str, here: str, behind: str, rule: str) -> Names:
    """Describe what the rules say of a word and its neighbours, and which one it is."""
    return f"r:{here}", f"r-:{before}", f"r+:{behind}", f"R:{here[:1]}{rule}"


def of_number(size: int, meant: frozenset[str], beside: str, place: str) -> Names:
    """Describe more closely a word that is part of a number: all its digits, what is spoken of, marks beside it."""
    named = "/".join(sorted(meant)) or "-"
    return f"N={size}", f"N.m={named}", f"N.s.m={size}:{named}", f"N.b={beside}", f"N.p={place}"


def of_chosen(about: Lexeme, far: str, beside: str, meant: frozenset[str], of_users: bool) -> Names:
    """Describe more closely a word that looks chosen: what it is made of, how far behind a word for a secret it stands."""
    made = makeup(about.written)
    sorts = made.rstrip("0123456789")
    spoken = min([commonness(part) for part in _LETTERS.findall(about.low)], default=0)
    return (
        f"C={made}",
        f"C.f={far}",
        f"C.f.c={far}:{sorts}",
        f"C.b={beside}",
        f"C.m={'/'.join(sorted(meant)) or '-'}",
        f"C.u={of_users}:{far != 'never'}:{sorts}",
        f"C.w={spoken}:{far}",
    )


_LETTERS = re.compile(r"[^\W\d_]{3,}")


def of_line(words: int, below: int) -> list[Names]:
    """Describe the places in a line of so many words with so many lines below it."""
    described: list[Names] = []
    for place in range(words):
        end = "e" if place + 1 == words else ""
        described.append((f"l:{min(place, 3)}{end}", f"z:{below}:{min(place, 1)}{end}"))
    return described


def of_cue(cue: frozenset[str], distance: int, look: str) -> Names:
    """Describe a cue before a word that looks so, and how far: 0..11, 12 is too far."""
    short = distance if distance < HALFWAY else HALFWAY if distance < FAR else 9
    named = "/".join(sorted(cue)) or "-"
    if not cue:
        return f"c:{named}:{short}", f"c:{named}"
    return f"c:{named}:{short}", f"c:{named}", f"cl:{named}:{look}", f"cl:{named}:{min(short, 3)}:{look}"


def of_field(entry: frozenset[str]) -> Names:
    """Describe the label of the field that a word stands in."""
    return (f"f:{'/'.join(sorted(entry)) or '-'}",)


def of_coming(coming: frozenset[str]) -> Names:
    """Describe a cue that comes in the next words of the line."""
    return (f"k:{'/'.join(sorted(coming)) or '-'}",)


def names(reading: Reading, found: Sequence[Candidate]) -> list[list[str]]:
    """Describe each word by the names of its features, for training."""
    words = reading.words
    statics = [of_word(word.about) for word in words]
    nothing: tuple[Names, ...] = of_word(EDGE)
    padded = [nothing, nothing, *statics, nothing, nothing]
    lines = [place for count, below in lengths_of_lines(words) for place in of_line(count, below)]
    said = dict(ruled(reading, found))
    hints = [EDGE.hint, *(word.about.hint for word in words), EDGE.hint]
    cues = {
        index: of_cue(concepts, distance, words[index].about.look)
        for concepts, behind in cued(reading)
        for index, distance in behind
    }
    fields, coming = dict(labelled(reading)), dict(comings(reading))
    special: dict[int, Names] = {}
    for index, number in numbered(reading):
        special[index] = (*special.get(index, ()), *of_number(*number))
    for index, string in chosen(reading):
        special[index] = (*special.get(index, ()), *of_chosen(*string))
    return [
        [
            *padded[i][0], *padded[i + 1][1], *padded[i + 2][2], *padded[i + 3][3], *padded[i + 4][4],
            *lines[i],
            *of_pair(hints[i], words[i].about.look),
            *of_following(words[i].about.look, hints[i + 2]),
            *of_rules(*said.get(i, ("-", "-", "-", ""))),
            *cues.get(i, of_cue(_NOTHING, FAR, "")),
            *of_field(fields.get(i, _NOTHING)),
            *of_coming(coming.get(i, _NOTHING)),
            *special.get(i, ()),
        ]
        for i in range(len(words))
    ]  # fmt: skip


EDGE = Lexeme("", "", (), (), (), "^", "^")  # what stands before the first word and behind the last
