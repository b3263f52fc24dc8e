"""A backup, an erasure, a restore: what was erased does not come back, by any key in any file; the rest does."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from helpdesk.backup.seal import make_identity, opened, read_identity
from helpdesk.privacy.vault.keyring import read_keyring
from helpdesk.privacy.vault.keys import DataKey
from tests.helpdesk.backup.life import PHONE
from tests.helpdesk.privacy.vault.test_erasure import candidates, keys_found
from tests.processes import ROOT, run

GOES, STAYS = "lighthouse keepers like marmalade", "the lighthouse hums a tremolo"


class Place:
    """An installation of its own: a cluster, a keyring, a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""
        self.settings = {
            "HELPDESK_VAR": str(folder),
            "HELPDESK_DATABASE_URL": "",
            "HELPDESK_OWNER_URL": "",
            "HELPDESK_KEYRING": str(folder / "keyring.json"),
            "HELPDESK_SMTP_URL": "smtp://127.0.0.1:1?tls=none",
        }

    def run(self, *command: str, module: str = "helpdesk", **settings: str) -> subprocess.CompletedProcess[str]:
        return run(*command, module=module, **{**self.settings, **settings})

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), **self.settings, **settings}

    def begin(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "helpdesk", *command],
                stdout=said, stderr=said, cwd=ROOT, env=self.environment(settings),
            )  # fmt: skip

    def does(self, *command: str, **settings: str) -> str:
        done = self.run(*command, **settings)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def refuses(self, *command: str, **settings: str) -> str:
        done = self.run(*command, **settings)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr[-2000:]
        return done.stderr.strip()

    def life(self, *command: str) -> object:
        done = self.run(*command, module="tests.helpdesk.backup.life")
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    def start(self) -> "Place":
        """Keep the cluster up between commands; the last process that uses it would stop it."""
        from helpdesk import embedded

        self.url = embedded.start(self.folder / "postgres")[1]
        return self


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Iterator[Path]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="restore") as folder:  # pytest's own is closed to the server's user
        yield Path(folder)


@pytest.fixture(scope="module")
def here(work) -> Place:
    """An installation, and its recipients' keys elsewhere."""
    (work / "here").mkdir()
    place = Place(work / "here").start()
    place.settings["HELPDESK_BACKUP_RECIPIENT"] = make_identity(work / "content.identity")
    place.settings["HELPDESK_BACKUP_KEYS_RECIPIENT"] = make_identity(work / "keys.identity")
    return place


@pytest.fixture(scope="module")
def story(here, work) -> dict:
    """A backup of everything, an erasure, and the newest keys; the old keys are kept only to show what they could do."""
    told = here.life("begin", GOES, STAYS)
    for folder in ("old", "new"):
        (work / folder).mkdir()
    told["said"] = here.does("backup", "--to", str(work / "old"))
    told["receipt"] = here.life("erase", told["goes"]["requester"])
    told["some"] = here.life("erase_some", told["thins"]["requester"])
    here.does("backup", "--to", str(work / "new"), "--keys-only")
    return told


def archive(folder: Path, kind: str) -> str:
    (path,) = folder.glob(f"*.{kind}.age")
    return str(path)


def identities(work: Path) -> tuple[str, ...]:
    return ("--identity", str(work / "content.identity"), "--identity", str(work / "keys.identity"))


def another(work: Path, name: str) -> Place:
    (work / name).mkdir()
    return Place(work / name).start()


def restored(place: Place, work: Path, content: Path, keys: Path, *more: str) -> str:
    return place.does(
        "restore", "--content", archive(content, "content"), "--keys", archive(keys, "keys"), *identities(work), *more
    )


def plain_text(path: Path, identity: Path) -> bytes:
    async def read() -> bytes:
        return b"".join([block async for block in opened(path, [read_identity(identity)])])

    return asyncio.run(read())


def opens(found: set[bytes], thing: dict) -> list[str]:
    """What of a ticket opens with any of these keys."""
    owner = UUID(thing["id"])
    return [DataKey(owner, key).open(bytes.fromhex(thing["subject"]), row=owner, kind="subject") for key in found]


def test_a_backup_is_two_files_that_only_their_keys_open_and_says_what_to_do(story, work):
    old = sorted(path.name.split(".", 1)[1] for path in (work / "old").iterdir())
    assert old == ["content.age", "keys.age"]
    assert "read through again" in story["said"]
    modes = [path.stat().st_mode & 0o777 for path in (work / "old").iterdir()]
    assert modes == [0o600, 0o600]
    content = plain_text(Path(archive(work / "old", "content")), work / "content.identity")
    keys = plain_text(Path(archive(work / "old", "keys")), work / "keys.identity")
    ring = read_keyring(work / "here" / "keyring.json")
    (work / "plain").mkdir()
    (work / "plain" / "content").write_bytes(content)
    owner = UUID(story["goes"]["id"])
    assert (
        keys_found(candidates(work / "plain"), ring, owner) == set()
    )  # content alone has no key, even with the keyring
    assert b"owner_key" not in content
    assert b"ticket_message" not in keys
    assert GOES.encode() not in content + keys  # and no word in clear
    assert bytes.fromhex(story["goes"]["subject"]) in content  # the probe sees
    (work / "plain" / "keys").write_bytes(keys)
    assert opens(keys_found(candidates(work / "plain"), ring, owner), story["goes"]) == [GOES]


def test_what_was_erased_does_not_come_back_with_an_old_backup(story, work):
    """The promise: old content, newest keys; every byte of the restored cluster, every key in every file."""
    place = another(work, "there")
    said = restored(place, work, work / "old", work / "new")

    assert read(place, story) == ["TicketErased", [STAYS, f"Words: {STAYS}"]]
    assert "3 owners that were erased since were erased again" in said
    assert "helpdesk retention run" in said
    ring = read_keyring(work / "there" / "keyring.json")
    checkpoint(place)
    pieces = candidates(work / "there")
    assert keys_found(pieces, ring, UUID(story["goes"]["id"])) == set()
    assert opens(keys_found(pieces, ring, UUID(story["stays"]["id"])), story["stays"]) == [STAYS]  # the probe sees
    left = rows(place, "SELECT subject, link, kept, status FROM ticket WHERE id = $1", UUID(story["goes"]["id"]))
    assert left == [(b"", b"", "figures", "closed")]
    assert rows(place, "SELECT email_hash FROM requester WHERE id = $1", UUID(story["goes"]["requester"])) == [(None,)]
    assert rows(place, "SELECT count(*) FROM ticket_lexeme WHERE ticket = $1", UUID(story["goes"]["id"])) == [(0,)]
    ends = rows(place, "SELECT finished_at IS NOT NULL, erased_again FROM restoration")
    assert ends == [(True, 3)]
    numbers = {number for (number,) in rows(place, "SELECT number FROM erasure_receipt")}
    assert numbers == {story["receipt"]["number"], story["some"]["number"]}
    assert place.life("read", story["thins"]["token"]) == [["Mail bounces", "Call me on ⟦phone 1⟧"]]
    assert place.life("details", story["thins"]["id"]) == []  # its text is read, its detail is gone


def test_old_keys_bring_it_back_where_no_journal_is_and_not_where_one_is(story, work):
    """Why old archives of keys are to be destroyed; and that the journal of the database at hand is replayed, too."""
    place = another(work, "elsewhere")
    restored(place, work, work / "old", work / "old")
    assert read(place, story)[0][0] == GOES  # the probe sees: this is what must not happen
    assert place.life("details", story["thins"]["id"]) == [PHONE]

    said = restored(Place(work / "there").start(), work, work / "old", work / "old", "--force")
    assert "3 owners that were erased since were erased again" in said
    assert read(Place(work / "there").start(), story)[0] == "TicketErased"


def test_after_a_rotation_old_dumps_and_logs_hold_nothing_readable_of_what_was_erased(story, here, work):
    owner = UUID(story["goes"]["id"])
    checkpoint(here)
    before = read_keyring(work / "here" / "keyring.json")
    assert opens(keys_found(candidates(work / "here"), before, owner), story["goes"]) == [GOES]  # in the log of writes

    here.does("keys", "rotate")
    here.does("backup", "--to", str(work / "new"), "--keys-only", "--replace-keys")
    checkpoint(here)

    after = read_keyring(work / "here" / "keyring.json")
    (work / "all").mkdir()
    for kind, folder in (("content", "old"), ("keys", "new")):
        path = Path(archive(work / folder, kind))  # of keys only the newest is left
        (work / "all" / kind).write_bytes(plain_text(path, work / f"{kind}.identity"))
    pieces = candidates(work / "here") | candidates(work / "all")
    assert keys_found(pieces, after, owner) == set()
    assert opens(keys_found(pieces, after, UUID(story["stays"]["id"])), story["stays"]) == [STAYS]
    place = another(work, "rotated")
    restored(place, work, work / "old", work / "new")
    assert read(place, story) == ["TicketErased", [STAYS, f"Words: {STAYS}"]]


def test_what_does_not_fit_is_refused_before_anything_changes(story, here, work):
    place = Place(work / "there").start()
    content, keys = archive(work / "old", "content"), archive(work / "old", "keys")

    def refused(*command: str) -> str:
        return place.refuses("restore", *command, *identities(work))

    assert "not one archive of content and one of keys" in refused("--content", keys, "--keys", content)
    full = refused("--content", content, "--keys", keys)
    assert "not empty: 3 requests, 3 people who asked, 1 people who work here would be lost" in full
    assert "--force" in full
    torn = work / "torn.content.age"
    torn.write_bytes(Path(content).read_bytes()[:-9])
    assert "torn or garbled" in refused("--content", str(torn), "--keys", keys, "--force")
    wrong = ("--identity", str(work / "keys.identity"))
    assert "sealed to another key" in place.refuses("restore", "--content", content, "--keys", keys, *wrong, "--force")
    later = work / "later"
    later.mkdir()
    here.does("backup", "--to", str(later))
    older = refused("--content", archive(later, "content"), "--keys", keys)
    assert "older than the content" in older
    assert read(place, story)[1][0] == STAYS  # nothing changed


def test_a_restore_that_was_killed_before_the_journal_was_replayed_is_served_by_nothing_until_it_is_given_again(
    story, work
):
    place = another(work, "killed")
    archives = (archive(work / "old", "content"), archive(work / "new", "keys"))
    killed = place.run("half", *archives, *identities(work)[1::2], module="tests.helpdesk.backup.life")
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]

    goes = UUID(story["goes"]["id"])
    assert rows(place, "SELECT finished_at FROM restoration") == [(None,)]
    assert rows(place, "SELECT kept, subject <> '' FROM ticket WHERE id = $1", goes) == [
        ("all", True)
    ]  # it is all there
    for served in (("serve", "--port", "0"), ("worker",)):
        assert "A restore of this database is not finished" in place.refuses(*served)
    assert "3 owners" in restored(place, work, work / "old", work / "new")  # without --force
    assert read(place, story) == ["TicketErased", [STAYS, f"Words: {STAYS}"]]

    # nor does one look on that came between the first look at who is connected and the mark
    refused = place.life("watched", *archives, *identities(work)[1::2])
    assert re.match(r"\d other connections came while the restore began, and nothing is loaded", str(refused))
    assert rows(place, "SELECT finished_at, (SELECT count(*) FROM ticket) FROM restoration") == [(None, 0)]


def test_a_backup_that_was_killed_leaves_no_file_that_looks_whole(story, here, work):
    here.life("many", "1500")
    folder = work / "half"
    folder.mkdir()
    process = here.begin("backup", "--to", str(folder))
    wait_until(lambda: any(path.stat().st_size > 1_000_000 for path in folder.iterdir()), process, here)
    process.send_signal(signal.SIGKILL)
    process.wait()

    names = [path.name for path in folder.iterdir()]
    assert names
    assert [name for name in names if not name.endswith(".partial")] == []
    half = here.refuses("backup", "check", str(next(folder.iterdir())), "--identity", str(work / "content.identity"))
    assert "torn or garbled" in half


def test_the_doctor_says_how_old_the_last_backup_is_and_what_came_after_it(story, here):
    here.life("erase", story["stays"]["requester"])
    said = here.run("doctor").stdout
    assert "2 erasures came after the last archive of keys; run `helpdesk backup --keys-only`" in said
    assert re.search(r"^The last backup is \d+ minutes old\.$", said, re.MULTILINE)


def test_without_a_recipient_nothing_is_written(here, work):
    assert "helpdesk backup key" in here.refuses("backup", "--to", str(work), HELPDESK_BACKUP_RECIPIENT="")
    assert "looks like age1" in here.refuses("backup", "--to", str(work), HELPDESK_BACKUP_RECIPIENT="nonsense")
    assert "no folder" in here.refuses("backup", "--to", str(work / "missing" / "x"))


def read(place: Place, story: dict) -> list:
    """What the two tickets' private links show."""
    return place.life("read", story["goes"]["token"], story["stays"]["token"])


def rows(place: Place, statement: str, *values: object) -> list[tuple]:
    async def ask() -> list[tuple]:
        connection = await asyncpg.connect(place.url)
        try:
            return [tuple(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    return asyncio.run(ask())


def checkpoint(place: Place) -> None:
    rows(place, "CHECKPOINT")


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[bytes], place: Place) -> None:
    while not is_so():
        assert process.poll() is None, (
            "it ended before it could be killed: " + (place.folder / "said").read_text()[-900:]
        )
        time.sleep(0.002)
