"""What the tagger learns from: every text again with other details, marked where they stand, word by word."""

import random

import pytest

from tests.helpdesk.privacy.redaction.cases import load
from training.train_tagger import changed, example
from training.values import other

CASES = load("development")[::40]


def test_variants_have_other_details_of_the_same_kinds_where_their_marks_say():
    chance, values, changes = random.Random(1), 0, 0
    for case in CASES:
        variant = changed(case, chance)
        assert [kind for _, _, kind in variant.spans] == [kind for _, _, kind in sorted(case.spans)]
        for (start, end, _), (first, last, _) in zip(variant.spans, sorted(case.spans), strict=True):
            values += 1
            changes += variant.text[start:end].casefold() != case.text[first:last].casefold()
    assert (values > 50, changes > values / 2) == (True, True)


def test_every_word_has_its_features_and_one_label():
    for case in CASES:
        features, labels = example(case)
        assert (len(features), len(labels) > 0) == (len(labels), True)
        assert (set(labels) == {"O"}) == (not case.spans)


@pytest.mark.parametrize("address", ["12 Rose Hill Lane, Leeds", "١٢ شارع النخيل، الجيزة"])
def test_an_address_keeps_its_words_for_a_street(address):
    written = {other(address, "ADDRESS", {}, random.Random(seed)) for seed in range(20)}
    assert len(written) > 10
    assert all("Lane" in one or "شارع" in one for one in written)
