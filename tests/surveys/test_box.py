"""The ballot box: nothing leaves it but whole batches, what leaves refers to nothing, what stays says nothing."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk import wiring
from helpdesk.privacy.vault.tables import OwnerKey
from surveys.group import SMALLEST, Group, monday
from surveys.plan import Vote, plan, remaining, unpack
from surveys.release import release
from surveys.tables import Answer, Ballot, Comment, Count, Invitation
from tests.builders import NOON, after
from tests.surveys.people import GROUP, an_invitation, answer, answers

BOX = wiring.BOX


async def test_four_wait_and_five_leave_together():
    await answers([5, 4, 3, 2])
    assert await release(BOX, now=NOON) == 0
    assert (await Answer.count(), await Ballot.count()) == (0, 4)
    await answers([1])
    assert await release(BOX, now=NOON) == 5

    rows = await Answer.select()
    assert {row.pop("id").version for row in rows} == {4}
    assert sorted(row.pop("value") for row in rows) == [1, 2, 3, 4, 5]
    labels = {"category": "technical", "team": "support", "agent": GROUP.agent, "locale": "en", "asked": "standard"}
    assert rows == [{"question": "rating", "week": monday(NOON), **labels}] * 5
    assert await Ballot.count() == 0


async def test_counts_are_kept_by_the_release():
    await answers([5, 5, 4, 2, 2])
    await release(BOX, now=NOON)
    await answers([5] * 5)
    await release(BOX, now=NOON)

    rows = await Count.select(Count.value_1, Count.value_2, Count.value_3, Count.value_4, Count.value_5)
    assert [tuple(row.values()) for row in rows] == [(0, 2, 0, 1, 7)]


async def test_what_finds_no_company_in_seven_days_is_merged_upwards():
    for place in range(5):
        await answers([place + 1], group=replace(GROUP, agent=str(uuid4())), now=NOON)
    assert await release(BOX, now=after(days=6)) == 0
    assert await release(BOX, now=after(days=7)) == 5
    assert {row["agent"] for row in await Answer.select(Answer.agent)} == {""}
    assert {row["team"] for row in await Answer.select(Answer.team)} == {"support"}


async def test_topics_and_languages_are_merged_last_and_too_few_stay_in_the_box():
    for place, category in enumerate(("a", "b", "c", "d", "e")):
        await answers([3], group=Group(category, f"t{place}", str(uuid4()), "en" if place % 2 else "ar"))
    assert await release(BOX, now=after(days=7)) == 5
    assert {tuple(row.values()) for row in await Answer.select(Answer.category, Answer.locale)} == {("", "")}
    await answers([3] * 4)
    assert await release(BOX, now=after(days=80)) == 0
    assert await Ballot.count() == 4


async def test_what_found_no_company_in_ninety_days_goes_unread():
    await answers([3] * 4)
    assert await release(BOX, now=after(days=91)) == 0

    assert (await Ballot.count(), await Answer.count()) == (0, 0)


async def test_each_question_leaves_in_batches_of_its_own():
    tokens = [(await an_invitation())[1] for _ in range(9)]
    for place, token in enumerate(tokens):
        await answer(token, rating=4, **({"nps": 9} if place < 4 else {}))
    assert await release(BOX, now=NOON) == 9
    assert await Ballot.count() == 4  # what is left of those who answered the other question
    assert await answer(tokens[0], rating=1) is None  # begun: it cannot be changed any more
    _, late = await an_invitation()
    await answer(late, rating=4, nps=0)
    assert await release(BOX, now=NOON) == 5

    rows = await Answer.select(Answer.value).where(Answer.question == "nps")
    assert sorted(row["value"] for row in rows) == [0, 9, 9, 9, 9]
    assert await Ballot.count() == 1


async def test_comments_leave_with_the_batch_and_are_joined_to_no_answer():
    await answers([1, 2, 3, 4, 5], comment="said")
    await release(BOX, now=NOON)

    rows = await Comment.select()
    assert len(rows) == 5
    assert {row["month"].isoformat() for row in rows} == {"2026-03-01"}
    from helpdesk.results.vault import open_comments

    opened = await open_comments((row["month"], row["words"]) for row in rows)
    assert sorted(text for _, text in opened) == [f"SAID {place}" for place in range(5)]


async def test_all_ballots_have_one_size_and_open_only_in_their_own_slot():
    await answers([4])
    _, token = await an_invitation()
    await answer(token, comment="ب" * 1000, nps=10, effort=7)

    rows = await Ballot.select()
    assert len({len(row["sealed"]) for row in rows}) == 1
    swapped = {rows[0]["slot"]: rows[1]["sealed"]}
    assert await BOX.open(rows[0]["week"], swapped) == {}


async def test_the_keys_of_past_weeks_are_destroyed_with_the_last_ballot():
    await answers([4] * 5)
    await release(BOX, now=NOON)
    assert await OwnerKey.count() == 1  # of this week
    await answers([4] * 5, now=after(days=8))
    await release(BOX, now=after(days=8))

    assert await OwnerKey.count() == 1  # of the new week


async def test_the_invitation_keeps_the_week_and_never_when():
    await answers([4])
    row = await Invitation.select().first()

    assert row["answered_week"] == monday(NOON)
    assert "answered_at" not in row


def test_a_ballot_is_packed_to_one_size_whatever_it_says():
    votes = [
        Vote(GROUP, NOON, {"rating": 5}, ""),
        Vote(GROUP, NOON, {"rating": 5, "nps": 10}, "😀" * 4000),
        Vote(GROUP, NOON, {"rating": 1}, '"\\\n' * 333),
    ]

    assert {len(vote.packed().encode()) for vote in votes} == {6144}
    assert unpack(votes[0].packed()) == votes[0]
    assert unpack(votes[2].packed()) == votes[2]
    assert unpack(votes[1].packed()).comment == "😀" * len(unpack(votes[1].packed()).comment)


ballots = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.sampled_from("st"), st.sampled_from("xyz"), st.sampled_from("en"),
        st.integers(0, 20), st.sets(st.sampled_from(("nps", "choice1"))),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=300)
@given(ballots)
def test_every_batch_is_a_crowd_and_every_answer_leaves_once(rows):
    box = {
        place.to_bytes(2): Vote(Group(*labels), after(days=-age), dict.fromkeys(("rating", *more), 1))
        for place, (*labels, age, more) in enumerate(rows)
    }
    batches = plan(box, now=NOON)

    assert all(len(batch.slots) >= SMALLEST for batch in batches)
    left = [(batch.question, slot) for batch in batches for slot in batch.slots]
    assert len(left) == len(set(left))
    for slot, vote in box.items():
        gone = {question for question, owner in left if owner == slot}
        after_it = remaining(vote, gone)
        assert set(after_it.values if after_it else {}) == set(vote.values) - gone
