"""Packed weights add up like the numbers they hold, and never run over into each other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.privacy.redaction import features, tagger, weights
from helpdesk.privacy.redaction.find import read_whole
from helpdesk.privacy.redaction.lexeme import lexemes
from helpdesk.privacy.redaction.weighing import Model, weighed

NAMES_OF_A_WORD = 100  # far more than `features.names` gives to any
numbers = st.lists(st.integers(-80, 80), min_size=3, max_size=3)


def unpacked(raised: int, labels: int) -> list[int]:
    """The number for each label, of a sum whose fields were raised by HALF."""
    return [(raised >> shift & weights.FIELD) - weights.HALF for shift in range(0, weights.BITS * labels, weights.BITS)]


@settings(max_examples=60)
@given(rows=st.lists(numbers, min_size=1, max_size=6))
def test_the_sum_of_packed_numbers_holds_the_sum_for_every_label(rows):
    total = sum(map(weights.packed, rows)) + weights.in_fields([weights.HALF] * 3)

    assert unpacked(total, 3) == [1_000 * sum(row[label] for row in rows) for label in range(3)]


def test_all_names_of_a_word_together_fit_into_a_field():
    loaded = weights.load(tagger.MODEL)
    labels = len(loaded.labels)
    halves = weights.in_fields([weights.HALF] * labels)
    heaviest = max(abs(number) for total in loaded.features.values() for number in unpacked(total + halves, labels))

    assert heaviest * NAMES_OF_A_WORD < weights.HALF


def test_what_a_word_weighs_is_the_sum_of_what_its_names_weigh():
    loaded = weights.load(tagger.MODEL)
    model, reading = Model(loaded), read_whole("my password: Tr0ub4dor-9\nCall Ms Haug, born 12.03.1988 in Bergen!")

    described = features.names(reading, [])

    assert weighed(reading, [], model) == [loaded.of(names) + model.halves for names in described]
    assert max(map(len, described)) <= NAMES_OF_A_WORD


def test_a_word_is_described_by_its_spelling_and_its_sort():
    about = lexemes["Bergen"]
    seen, rest = features.of_sort(features.sort_of(about))

    assert set(features.of_word(about)[2]) == {*features.of_spelling(about)[2], *seen, *rest}
