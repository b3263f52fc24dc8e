"""How ordinary the likeliest word of a guess may be for it to stand: by its label, what it is made of, what it is near.

Chosen by what guesses of such a likelihood were on voices that the tagger of the trial had not learned.
"""

from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.surroundings import how_far

_AGAIN = 0.1  # in a text that was redacted before: only what is clear is new
_OF_THINGS = 0.1  # for numbers beside a word for an order, an invoice ...
_USUAL = {"PERSON": 0.65, "ADDRESS": 0.55, "SECRET": 0.86, "DATE": 0.65, "EMAIL": 0.1, "SPOT": 0.65, "NUMBER": 0.7}
# For secrets some lines behind the last word for one, when they look chosen; for plain words without any such word in the text.
_CHOSEN_BELOW = 0.3
_WORDS_ALONE = 0.7


def most_ordinary(reading: Reading, first: int, last: int, kind: str) -> float:
    """Give what the likelihood of being ordinary must stay below for one word of a guess, the words `first`..`last`."""
    words = reading.words
    if "placeholder" in reading.places:
        return _AGAIN
    if kind == "SECRET":
        return _of_secret(reading, first, last)
    if kind == "NUMBER" and "thing" in reading.concepts(words[first].start, words[last].end):
        return _OF_THINGS
    return _USUAL[kind]


def _of_secret(reading: Reading, first: int, last: int) -> float:
    words = reading.words
    if first == last and words[first].low.isdigit():
        thing = "thing" in reading.concepts(words[first].start, words[first].end)
        return _OF_THINGS if thing else _USUAL["SECRET"]
    far = how_far(words, first, reading.secret_cues)
    chosen = any("chosen" in words[place].about.sorts for place in range(first, last + 1))
    if chosen and far == "near":
        return _CHOSEN_BELOW
    return _WORDS_ALONE if far == "never" and not chosen else _USUAL["SECRET"]
