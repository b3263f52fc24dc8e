"""An archive that is torn, garbled, reordered or sealed to somebody else is refused with a sentence; a whole one opens."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrage import x25519

from helpdesk.backup.records import (
    DATA,
    FILE,
    HEADER,
    MAGIC,
    TABLE,
    TABLE_END,
    ArchiveRefused,
    FileHead,
    Header,
    Reader,
    TableHead,
    Writer,
)  # fmt: skip
from helpdesk.backup.seal import make_identity, read_identity, read_recipient, read_through, sealing

MADE_AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEAD = Header("content", MADE_AT, "here", {"helpdesk": "helpdesk_0014_erasure"}, "0.1.0")
CHUNK = 65552  # bytes of a sealed chunk of age


def plain(*, size: int = 300_000) -> bytes:
    writer = Writer()
    return b"".join(
        (
            MAGIC,
            writer.record(HEADER, HEAD),
            writer.record(FILE, FileHead("policy.toml", b"x = 1")),
            writer.record(TABLE, TableHead("ticket", ["id"])),
            writer.record(DATA, bytes(range(256)) * (size // 256)),
            writer.record(TABLE_END, b""),
            writer.end(),
        )
    )


async def sealed(path: Path, content: bytes, *identities: x25519.Identity) -> None:
    async with sealing(path, [identity.to_public() for identity in identities]) as outlet:
        await outlet.write(content)


@pytest.fixture(scope="module")
async def archive(tmp_path_factory) -> tuple[x25519.Identity, bytes, Path]:
    """Whose it is, its bytes, and a folder for broken copies."""
    folder, identity = tmp_path_factory.mktemp("archive"), x25519.Identity.generate()
    await sealed(folder / "whole.age", plain(), identity, x25519.Identity.generate())
    return identity, (folder / "whole.age").read_bytes(), folder


async def test_a_whole_archive_opens_for_whom_it_is_sealed_and_for_nobody_else(archive):
    identity, _, folder = archive
    read = await read_through(folder / "whole.age", [identity])
    assert (read.header, read.files) == (HEAD, {"policy.toml": b"x = 1"})
    with pytest.raises(ArchiveRefused, match="sealed to another key"):
        await read_through(folder / "whole.age", [x25519.Identity.generate()])
    assert (folder / "whole.age").stat().st_mode & 0o777 == 0o600


def broken(draw, whole: bytes) -> bytes:
    """One of the ways in which a file breaks."""
    body = whole.index(b"\n---") + 60  # after the header of age
    at = draw(st.integers(0, len(whole) - 1))
    chunk = draw(st.integers(0, 3)) * CHUNK + body
    return {
        "torn": whole[:at],
        "torn between chunks": whole[: body - 60 + (whole[body - 60 :].index(b"\n", 1) + 1) + 16 + CHUNK],
        "garbled": whole[:at] + bytes([whole[at] ^ draw(st.integers(1, 255))]) + whole[at + 1 :],
        "one byte less": whole[:at] + whole[at + 1 :],
        "reordered": whole[:body]
        + whole[body + CHUNK : body + 2 * CHUNK]
        + whole[body : body + CHUNK]
        + whole[body + 2 * CHUNK :],
        "doubled": whole[:chunk] + whole[chunk : chunk + CHUNK] + whole[chunk:],
        "longer": whole + draw(st.binary(min_size=1, max_size=40)),
        "empty": b"",
    }[
        draw(
            st.sampled_from(
                ["torn", "torn between chunks", "garbled", "one byte less", "reordered", "doubled", "longer", "empty"]
            )
        )
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_breaks_a_file_is_seen(archive, data):
    identity, whole, folder = archive
    path = folder / "broken.age"
    path.write_bytes(broken(data.draw, whole))
    with pytest.raises(ArchiveRefused, match=r"torn or garbled|sealed to another key"):
        asyncio.run(read_through(path, [identity]))


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_breaks_the_records_inside_is_seen_too(data):
    """Somebody with the key who puts one together wrongly: the records hold together by themselves."""
    whole = plain(size=2_000)
    at = data.draw(st.integers(len(MAGIC), len(whole) - 1))
    wrong = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole + b"Z"])
    )
    reader = Reader()
    with pytest.raises(ArchiveRefused):
        for start in range(0, len(wrong), 97):
            for _ in reader.feed(wrong[start : start + 97]):
                pass
        reader.finish()


async def test_another_kind_of_file_is_refused(archive):
    identity, _, folder = archive
    await sealed(folder / "other.age", b"just some text that was sealed", identity)
    with pytest.raises(ArchiveRefused, match="no archive of"):
        await read_through(folder / "other.age", [identity])
    with pytest.raises(ArchiveRefused, match="cannot be read"):
        await read_through(folder / "missing.age", [identity])


async def test_a_writer_that_fails_leaves_no_file(archive, tmp_path):
    identity, _, _ = archive
    with pytest.raises(ZeroDivisionError):
        async with sealing(tmp_path / "half.age", [identity.to_public()]) as outlet:
            await outlet.write(b"x" * 3_000_000)
            raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_is_said_and_leaves_no_file(archive, monkeypatch, tmp_path):
    import pyrage

    def full(source, *_):
        source.read(10)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyrage, "encrypt_io", full)
    with pytest.raises(OSError, match="No space left"):
        async with sealing(tmp_path / "half.age", [archive[0].to_public()]) as outlet:
            for _ in range(30):
                await outlet.write(b"x" * 1_000_000)
    assert list(tmp_path.iterdir()) == []


def test_identities_are_files_of_age_and_recipients_their_public_halves(tmp_path):
    recipient = make_identity(tmp_path / "key.txt")
    assert str(read_recipient(f" {recipient}\n")) == recipient == str(read_identity(tmp_path / "key.txt").to_public())
    assert (tmp_path / "key.txt").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_identity(tmp_path / "key.txt")
    (tmp_path / "none.txt").write_text("nothing")
    for path in (tmp_path / "none.txt", tmp_path / "missing.txt"):
        with pytest.raises(ArchiveRefused, match="no identity file"):
            read_identity(path)
    with pytest.raises(ArchiveRefused, match="looks like age1"):
        read_recipient("ssh-rsa AAAA")
