"""Whatever is done to a row of a chain of 1,000, the walk names the first position that is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.audit import walk as walking
from helpdesk.audit.chain import follow
from helpdesk.audit.faults import Fault
from helpdesk.audit.format import ORIGIN, Checkpoint, Entry, Link, digest, link_hash
from helpdesk.audit.signer import Signer
from helpdesk.audit.walk import Mark, Walk
from tests.builders import NOON

SIZE, EVERY = 1000, 10  # entries, entries a checkpoint
BEHIND = 29  # rows that are walked behind the tampered one
OURS, THEIRS = (Signer(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)) for number in (1, 2))


@dataclass
class Chain:
    """A stretch of a chain as the database may hold it, and how it began."""

    base: Checkpoint | None
    links: list[Link]
    entries: dict[UUID, Entry]
    points: list[Checkpoint]
    kept: list[Mark] = field(default_factory=list)


def an_entry(number: int) -> Entry:
    return Entry(
        UUID(int=number), "ticket.replied", UUID(int=7), UUID(int=number % 9), NOON + timedelta(seconds=number)
    )


def made() -> tuple[list[Link], list[Entry], list[Checkpoint]]:
    entries = [an_entry(number) for number in range(1, SIZE + 1)]
    links: list[Link] = []
    points: list[Checkpoint] = []
    for start in range(0, SIZE, EVERY):
        links += follow(entries[start : start + EVERY], points[-1] if points else None, OURS)
        points.append(OURS.sign(number=len(points) + 1, size=len(links), hash_=links[-1].hash, at=NOON))
    return links, entries, points


LINKS, ENTRIES, POINTS = made()


def around(position: int) -> Chain:
    """The stretch from the checkpoint before a position to one checkpoint behind the next."""
    before = (position - 1) // EVERY
    end = min(SIZE, before * EVERY + BEHIND // EVERY * EVERY)
    links = LINKS[before * EVERY : end]
    return Chain(
        POINTS[before - 1] if before else None,
        list(links),
        {link.entry: ENTRIES[link.position - 1] for link in links},
        POINTS[before : end // EVERY],
    )


def walked(chain: Chain, signer: Signer = OURS) -> Walk:
    walk = Walk(signer, base=chain.base)
    marks = sorted([*map(Mark, chain.points), *chain.kept], key=lambda mark: mark.point.size)
    walk.steps([(link, chain.entries.get(link.entry)) for link in sorted(chain.links)], marks)
    walk.finish()
    return walk


def found(chain: Chain) -> list[tuple[Fault, int | None]]:
    return [(finding.fault, finding.first) for finding in walked(chain).findings.told]


def index(chain: Chain, position: int) -> int:
    return next(number for number, link in enumerate(chain.links) if link.position == position)


def delete_entry(chain: Chain, at: int) -> None:
    del chain.entries[UUID(int=at)]


def delete_whole(chain: Chain, at: int) -> None:
    del chain.entries[UUID(int=at)]
    del chain.links[index(chain, at)]


def delete_and_renumber(chain: Chain, at: int) -> None:
    delete_whole(chain, at)
    chain.links = [link._replace(position=link.position - (link.position > at)) for link in chain.links]


def alter(chain: Chain, at: int) -> None:
    entry = chain.entries[UUID(int=at)]
    chain.entries[entry.id] = [
        entry._replace(act="ticket.closed"),
        entry._replace(actor=None),
        entry._replace(actor=UUID(int=8)),
        entry._replace(about=UUID(int=99)),
        entry._replace(at=entry.at + timedelta(microseconds=1)),
    ][at % 5]


def alter_and_hash_anew(chain: Chain, at: int) -> None:
    """What somebody does who knows the format, and has no key: everything behind it is made to fit."""
    alter(chain, at)
    rewrite(chain, at, THEIRS)


def rewrite(chain: Chain, at: int, signer: Signer) -> None:
    place = index(chain, at)
    previous = chain.links[place - 1].hash if place else (chain.base.hash if chain.base else ORIGIN)
    for number, link in enumerate(chain.links[place:], place):
        fresh = digest(chain.entries[link.entry])
        previous = link_hash(previous, link.position, fresh)
        proof = signer.prove(link.position, fresh, previous)
        chain.links[number] = Link(link.position, link.entry, fresh, previous, proof)
    hashes = {link.position: link.hash for link in chain.links}
    chain.points = [
        signer.sign(number=point.number, size=point.size, hash_=hashes[point.size], at=point.at)
        if point.size >= at
        else point
        for point in chain.points
    ]


def swap_contents(chain: Chain, at: int) -> None:
    one, other = (chain.entries[chain.links[place].entry] for place in _two(chain, at))
    chain.entries[one.id], chain.entries[other.id] = other._replace(id=one.id), one._replace(id=other.id)


def swap_places(chain: Chain, at: int) -> None:
    one, other = _two(chain, at)
    first, second = chain.links[one], chain.links[other]
    chain.links[one], chain.links[other] = (
        first._replace(position=second.position),
        second._replace(position=first.position),
    )


def swap_names(chain: Chain, at: int) -> None:
    one, other = _two(chain, at)
    first, second = chain.links[one], chain.links[other]
    chain.links[one], chain.links[other] = first._replace(entry=second.entry), second._replace(entry=first.entry)


def _two(chain: Chain, at: int) -> tuple[int, int]:
    place = index(chain, at)
    return (place, place + 7) if at + 7 <= SIZE else (place - 1, place)


def insert(chain: Chain, at: int) -> None:
    forged = an_entry(at)._replace(id=uuid4(), act="detail.disclosed")
    chain.entries[forged.id] = forged
    chain.links = [link._replace(position=link.position + (link.position >= at)) for link in chain.links]
    fresh = digest(forged)
    chain.links.append(Link(at, forged.id, fresh, fresh, bytes(16)))


def resign(chain: Chain, at: int) -> None:
    chain.links[index(chain, at)] = LINKS[at - 1]._replace(proof=THEIRS.prove(*LINKS[at - 1][0:1], *LINKS[at - 1][2:4]))


def truncate(chain: Chain, at: int) -> None:
    chain.kept = [Mark(chain.points[-1], "elsewhere.json")]
    chain.links = [link for link in chain.links if link.position < at]
    chain.points = [point for point in chain.points if point.size < at]


TAMPERING: Sequence[tuple[Callable[[Chain, int], None], set[Fault]]] = [
    (delete_entry, {Fault.REMOVED}),
    (delete_whole, {Fault.MISSING, Fault.TRUNCATED}),  # the latter at the last position
    (delete_and_renumber, {Fault.MOVED, Fault.TRUNCATED}),
    (alter, {Fault.CHANGED}),
    (alter_and_hash_anew, {Fault.FOREIGN}),
    (swap_contents, {Fault.CHANGED}),
    (swap_places, {Fault.MOVED}),
    (swap_names, {Fault.MOVED}),
    (insert, {Fault.FOREIGN}),
    (resign, {Fault.FOREIGN}),
    (truncate, {Fault.TRUNCATED, Fault.UNSIGNED}),
]
SWAPS = {swap_contents, swap_places, swap_names}


def test_an_untouched_chain_is_whole():
    walk = walked(Chain(None, LINKS, {entry.id: entry for entry in ENTRIES}, POINTS))

    assert (walk.findings.told, walk.entries, walk.checkpoints) == ([], 1000, 100)
    assert [found(around(position)) for position in range(1, SIZE, EVERY)] == [[]] * (SIZE // EVERY)


@pytest.mark.parametrize(("tamper", "faults"), TAMPERING, ids=[tamper.__name__ for tamper, _ in TAMPERING])
def test_each_of_a_thousand_rows_tampered_with_is_named_at_its_first_position(tamper, faults, monkeypatch):
    monkeypatch.setattr(walking, "NEARBY", 50)
    wrong = {}
    for position in range(1, SIZE + 1):
        chain = around(position)
        tamper(chain, position)
        told = found(chain)
        first = min(place for _, place in told if place is not None)
        expected = position if tamper not in SWAPS or position + 7 <= SIZE else position - 1
        if first != expected or told[0][0] not in faults:
            wrong[position] = told
    assert wrong == {}


def test_a_tail_written_anew_with_the_keyring_is_seen_by_what_was_kept_elsewhere_alone():
    for position in range(1, SIZE + 1):
        chain = around(position)
        kept = Mark(chain.points[-1], "elsewhere.json")
        alter(chain, position)
        rewrite(chain, position, OURS)
        assert found(chain) == []
        chain.kept = [kept]
        assert found(chain) == [(Fault.REWRITTEN, kept.point.size)]


def test_a_checkpoint_that_was_removed_changed_or_signed_by_others_is_named():
    removed, changed, resigned, emptied = (around(500) for _ in range(4))
    del removed.points[0]
    changed.points[0] = changed.points[0]._replace(at=NOON + timedelta(hours=1))
    resigned.points[0] = THEIRS.sign(number=50, size=500, hash_=LINKS[499].hash, at=NOON)
    del emptied.points[-1]

    assert found(removed) == [(Fault.CHECKPOINT_MISSING, 510)]
    assert found(changed) == [(Fault.RESIGNED, 500)] == found(resigned)
    assert found(emptied) == [(Fault.UNSIGNED, 501)]
    assert [finding.sentence for finding in walked(resigned).findings.told] == [
        "Position 500: checkpoint 50 (position 500) is not signed by this installation's key, or was changed."
    ]


def test_neighbours_are_told_as_one_and_sentences_say_where():
    shifted, cut = around(5), around(5)
    insert(shifted, 5)
    cut.links = [link for link in cut.links if link.position not in (5, 6, 7)]
    sentences = [finding.sentence for finding in walked(shifted).findings.told]

    assert sentences[0].startswith("Position 5: entry ")
    assert sentences[0].endswith(" was put in or chained anew by somebody without the keyring.")
    assert sentences[1] == (
        "Positions 6 to 21: what stands here was chained at 5 to 20: entries were put in, taken out or reordered."
    )
    assert [finding.sentence for finding in walked(cut).findings.told] == [
        "Positions 5 to 7: what was chained here was removed, links and all."
    ]


def test_a_chain_that_is_forged_from_end_to_end_is_told_in_short():
    walk = walked(Chain(None, LINKS, {entry.id: entry for entry in ENTRIES}, POINTS), THEIRS)
    forged = [finding for finding in walk.findings.told if finding.fault is Fault.FOREIGN]

    assert [(finding.first, finding.last) for finding in forged] == [(at, at + 9) for at in range(1, 500, 10)]
    assert forged[0].sentence.startswith("Positions 1 to 10: every entry, the first being 00000000-")
    assert (len(walk.findings.told), walk.findings.more) == (100, 100)


@given(st.lists(st.tuples(st.sampled_from([tamper for tamper, _ in TAMPERING]), st.integers(1, 20)), max_size=3))
def test_no_mixture_of_tampering_goes_unseen(done):
    chain = around(1)
    for tamper, position in done:
        if any(link.position == position for link in chain.links):
            try:
                tamper(chain, position)
            except (KeyError, IndexError):
                continue  # an earlier one took away what this one needs
    untouched = around(1)
    same = (sorted(chain.links), chain.points) == (sorted(untouched.links), untouched.points) and {
        link.entry: chain.entries.get(link.entry) for link in chain.links
    } == untouched.entries

    with patch.object(walking, "NEARBY", 50):
        assert (found(chain) == []) is same


def test_the_bytes_are_those_of_the_format():
    entry = Entry(UUID(int=1), "ticket.opened", None, UUID(int=2), NOON)
    link = follow([entry], None, OURS)[0]

    assert digest(entry).hex() == FIXED["digest"]
    assert link.hash.hex() == FIXED["hash"]
    assert link.proof.hex() == FIXED["proof"]
    assert OURS.sign(number=1, size=1, hash_=link.hash, at=NOON).signature.hex() == FIXED["signature"]


FIXED = {
    "digest": "97b5ed13886e510409f6453d400099614d306936c28a10ab4dcfed32b1be9297",
    "hash": "b86a9ac66e0d4a3e6cebd6a26e763aafde25929a7c56674fac62c3208515268d",
    "proof": "e4356f9a06f02e4f78a3121112271437",
    "signature": "10dcc735bf1a63c2db14c93be2f768db498c73cf2277e9769e1285a81e2d12eb099442c786bec00925be9803d7de8859b4bbfaa02a7d8a0b7f88e5436583b60d",
}
