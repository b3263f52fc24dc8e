"""What the words of a text weigh together is what the pieces weigh, added up one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.privacy.redaction.sums import Sum
from helpdesk.privacy.redaction.weights import Weights, packed

WEIGHTS = Weights(("A", "B", "C"), {}, {})
numbers = st.lists(st.integers(-400, 400), min_size=3, max_size=3)


def row(thousands: list[int]) -> bytes:
    return WEIGHTS.row(packed(thousands))


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=9))
def test_rows_are_added_word_by_word_and_label_by_label(rows):
    total = Sum(len(rows), 3)
    total.add([row(one) for one, _ in rows])
    total.add([row(other) for _, other in rows])

    expected = [1_000 * (a + b) for one, other in rows for a, b in zip(one, other, strict=True)]
    assert list(total.numbers()) == expected
    assert total.at_least([100_000, 0, -100_000]) == [
        place for place, number in enumerate(expected) if number >= (100_000, 0, -100_000)[place % 3]
    ]


@settings(max_examples=60, deadline=None)
@given(around=st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=5, max_size=12))
def test_the_five_rows_of_a_word_go_to_it_and_the_two_words_on_either_side(around):
    words = len(around) - 4
    total = Sum(words, 3)
    total.add_around([b"".join(map(row, five)) for five in around])

    assert list(total.numbers()) == [
        1_000 * sum(around[word + 4 - step][step][label] for step in range(5))
        for word in range(words)
        for label in range(3)
    ]
