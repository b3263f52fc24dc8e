"""The command line as an operator uses it: it works, stops cleanly, and refuses with a sentence that says what to do."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from helpdesk.cli.group import main
from tests.processes import ROOT, run


@pytest.fixture(scope="module")
def installation(schema, tmp_path_factory) -> dict[str, str]:
    """An installation of its own beside the tests' database: another database, keyring, folder."""
    folder = tmp_path_factory.mktemp("installation")
    return {
        "HELPDESK_DATABASE_URL": schema.database_url.replace("/postgres?", "/installed?"),
        "HELPDESK_OWNER_URL": schema.owner_url.replace("/postgres?", "/installed?"),
        "HELPDESK_KEYRING": str(folder / "keyring.json"),
        "HELPDESK_VAR": str(folder),
        "HELPDESK_BASE_URL": "https://support.test",
    }


@pytest.fixture(scope="module")
async def installed(installation) -> dict[str, str]:
    from piccolo_conf import DB

    connection = await DB.get_new_connection()
    await connection.execute("CREATE DATABASE installed")
    await connection.close()
    for command in (("keys", "init"), ("migrate",)):
        done = run(*command, **installation)
        assert done.returncode == 0, done.stderr
    return installation


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


async def test_a_login_that_owns_nothing_cannot_migrate_and_is_told_what_to_set(installed):
    done = run("migrate", **{**installed, "HELPDESK_OWNER_URL": ""})
    assert (done.returncode, "Set HELPDESK_OWNER_URL" in said(done)) == (1, True)


async def test_an_installation_from_nothing(installed):
    again = run("keys", "init", **installed)
    assert (again.returncode, "stays as it is" in said(again)) == (1, True)
    assert (
        run("keys", "status", **installed).stdout == "master key 1 (current): 1 key\nThe keyring fits the database.\n"
    )

    added = run("staff", "add", "sara@desk.test", "--name", "Sara", "--role", "agent", **installed)
    assert re.fullmatch(r"https://support\.test/desk/setup/[\w-]{32}\n", added.stdout)
    twice = run("staff", "add", "SARA@desk.test", "--name", "Sara", "--role", "agent", **installed)
    assert (twice.returncode, said(twice)) == (1, "helpdesk: email: Somebody has this address already.")
    assert re.fullmatch(r"[\w-]{32}\n", run("token", "add", "--staff", "sara@desk.test", **installed).stdout)
    lost = run("staff", "reset-second-factor", "sara@desk.test", **installed)
    assert (lost.returncode, "There is nothing here" in said(lost)) == (1, True)  # she has none
    leaving = [run("staff", "deactivate", "sara@desk.test", **installed) for _ in range(2)]
    assert [run_.returncode for run_ in leaving] == [0, 1]
    assert "There is nothing here" in said(leaving[1])


async def test_a_foreign_keyring_refuses_the_start_and_changes_nothing(installed, tmp_path):
    other = {**installed, "HELPDESK_KEYRING": str(tmp_path / "other.json")}
    missing = run("serve", "--port", "0", **other)
    assert (missing.returncode, "helpdesk keys init" in said(missing)) == (1, True)
    run("keys", "init", **other)
    foreign = run("serve", "--port", "0", **other)
    assert (foreign.returncode, "does not belong to this database" in said(foreign)) == (1, True)
    assert run("keys", "status", **installed).returncode == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"HELPDESK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "does not let us in"),
        ({"HELPDESK_DATABASE_URL": "mysql://x"}, "must begin with postgresql://"),
        ({"HELPDESK_POLICY": "/nowhere/policy.toml"}, "cannot be read"),
        ({"HELPDESK_BASE_URL": "nonsense"}, "must look like https://support.example.com"),
    ],
)
async def test_a_wrong_setting_refuses_the_start_with_what_to_do(installed, changes, words):
    done = run("serve", "--port", "0", **{**installed, **changes})

    assert (done.returncode, words in said(done)) == (1, True), done.stderr


async def test_a_worker_without_a_mail_server_refuses_to_start(installed):
    done = run("worker", **installed)

    assert (done.returncode, "Set HELPDESK_SMTP_URL" in said(done)) == (1, True)


async def test_the_doctor_says_what_is_missing(installed):
    done = run("doctor", **installed)

    assert done.returncode == 1
    assert re.findall(r"^(\w+)\s+([a-z ]+)", done.stdout, re.MULTILINE) == [
        ("ok", "policy"),
        ("ok", "keyring"),
        ("ok", "database"),
        ("ok", "database login"),
        ("FAIL", "mail server"),
        ("ok", "address"),
        ("ok", "browser assets"),
        ("FAIL", "backup"),
    ]


async def test_the_doctor_says_when_everything_runs_as_the_login_that_owns_the_tables(installed):
    done = run("doctor", **{**installed, "HELPDESK_DATABASE_URL": installed["HELPDESK_OWNER_URL"]})

    assert re.findall(r"^FAIL  database login: (it owns the tables)", done.stdout, re.MULTILINE) == [
        "it owns the tables"
    ]


@contextmanager
def serving(installed: dict[str, str]) -> Iterator[str]:
    """The address of a server of the installation; it must stop cleanly when it is told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **installed}
    command = [sys.executable, "-m", "helpdesk", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            _, log = server.communicate(timeout=60)
    assert (server.returncode, "Traceback" in log) == (0, False)


async def test_a_server_serves_and_stops_cleanly(installed):
    with serving(installed) as address:
        assert '"migrations":"current"' in wait_for(f"{address}/readyz")


@pytest.mark.parametrize(
    ("command", "shares"), [(["demo"], True), (["demo"], False), (["serve", "--workers=2"], False)]
)
def test_a_port_that_another_program_has_is_named_before_anything_is_made(tmp_path, monkeypatch, command, shares):
    monkeypatch.setenv("HELPDESK_VAR", str(tmp_path / "var"))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shares)  # as an older run of the same user may
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = CliRunner().invoke(main, [*command, "--port", str(port)])
    assert (done.exit_code, done.stderr) == (
        1,
        f"helpdesk: Port {port} of 127.0.0.1 is taken by another program: stop that one, or choose another port with "
        "--port.\n",
    )
    assert list(tmp_path.iterdir()) == []


async def test_keys_rotate_while_a_server_runs_and_it_goes_on(installed):
    with serving(installed) as address:
        assert '"keyring":"fits"' in wait_for(f"{address}/readyz")
        rotated = run("keys", "rotate", **installed)
        assert (rotated.returncode, "Master key 1 is destroyed" in rotated.stdout) == (0, True), rotated.stderr
        assert '"keyring":"fits"' in wait_for(f"{address}/readyz")
    assert run("keys", "status", **installed).stdout.startswith("master key 2 (current): ")


def wait_for(address: str) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=20) as response:
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


async def test_search_is_indexed_anew_and_the_doctor_says_when_it_must_be(installed):
    import asyncpg

    assert run("search", "reindex", **installed).stdout == "0 tickets indexed; every ticket can be found.\n"
    connection = await asyncpg.connect(installed["HELPDESK_OWNER_URL"])
    await connection.execute(
        "INSERT INTO requester (id, email_hash, created_at) VALUES (gen_random_uuid(), 'x', now());"
        "INSERT INTO ticket (id, requester, subject, link, link_hash, terms_accepted_at, opened_at, active_at)"
        " SELECT gen_random_uuid(), id, repeat('x', 40)::bytea, repeat('x', 40)::bytea, 'x', now(), now(), now()"
        " FROM requester"
    )
    try:
        assert (
            "1 tickets are not found by search yet; run `helpdesk search reindex`" in run("doctor", **installed).stdout
        )
        # its key is gone, so there is nothing to find it by, and nothing is left to do
        assert run("search", "reindex", **installed).stdout == "1 tickets indexed; every ticket can be found.\n"
        assert run("search", "reindex", "--again", **installed).stdout.startswith("1 tickets indexed")
        assert "search reindex" not in run("doctor", **installed).stdout
    finally:
        await connection.execute("DELETE FROM ticket; DELETE FROM requester")
        await connection.close()


def test_redaction_from_the_command_line():
    assert run("redact", stdin="call +44 20 7946 0958").stdout == "call ⟦phone 1⟧"
    assert run("redact", "--json", stdin="a@b.example").stdout == (
        '{"text":"⟦email 1⟧","findings":[{"kind":"email","start":0,"end":11}]}\n'
    )
    lines = run("redact", "--jsonl", stdin='{"text":"a@b.example"}\n{"text":"ok"}\n').stdout
    assert lines == (
        '{"text":"⟦email 1⟧","findings":[{"kind":"email","start":0,"end":11}]}\n{"text":"ok","findings":[]}\n'
    )


def test_redaction_explains_itself_without_a_value():
    explained = run("redact", "--explain", stdin="call +44 20 7946 0958").stdout

    assert explained == "call ⟦phone 1⟧\n\n5..21  phone: a phone number beside its word\n"


def test_what_another_desk_holds_is_counted_never_shown(tmp_path):
    (tmp_path / "tickets.csv").write_text(
        "id,phone,text\n1,+44 20 7946 0958,mail ana@box.test\n2,,nothing here\n", "utf-8"
    )
    (tmp_path / "old.mbox").write_text(
        "From x\nFrom: Ana Lopez <ana@box.test>\nSubject: hi\n\nIBAN DE89 3704 0044 0532 0130 00\n\n"
    )
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    counted = run("scan", "--json", str(tmp_path))

    assert json.loads(counted.stdout) == {
        "texts": 3,
        "with_details": 2,
        "unread": 0,
        "kinds": {"email": 2, "iban": 1, "name": 1, "phone": 1},
    }
    assert "ana@box.test" not in run("scan", str(tmp_path)).stdout + counted.stderr


def test_the_policy_is_checked(tmp_path):
    right = run("policy", "check")
    assert right.stdout.splitlines()[0] == "The policy 2026-11 is right: 6 categories, 3 teams."
    wrong = tmp_path / "policy.toml"
    wrong.write_text('version = "1"\nsurvey_delay_minutes = "x"\n', "utf-8")
    done = run("policy", "check", str(wrong))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{wrong}:2: survey_delay_minutes: Here stands text. It must be a whole number." in said(done)
    as_json = run("policy", "check", str(wrong), "--json")
    assert (as_json.returncode, json.loads(as_json.stdout)["ok"]) == (1, False)
    assert said(run("policy", "check", str(tmp_path / "none.toml"))).endswith("Set HELPDESK_POLICY to one that can.")


async def test_the_audit_trail_is_chained_exported_and_verified(installed, tmp_path):
    import asyncpg

    kept = tmp_path / "kept.json"
    sealed = run("audit", "seal", **installed)
    exported = run("audit", "export", str(kept), **installed)
    whole = run("audit", "verify", "--checkpoint", str(kept), **installed)
    entries = int(sealed.stdout.split()[0])
    assert sealed.stdout == f"{entries} entries are chained and signed, 0 wait.\n"
    assert re.fullmatch(rf"\S+ holds position {entries}, signed [\d: -]+ UTC\. Keep it apart\.\n", exported.stdout)
    assert json.loads(kept.read_text())["size"] == entries > 0
    assert (whole.returncode, said(whole)) == (0, "")
    assert re.match(
        rf"{entries} entries, 1 checkpoint, unbroken since [\d: -]+ UTC\.\nAgrees with .*kept\.json", whole.stdout
    )

    connection = await asyncpg.connect(installed["HELPDESK_OWNER_URL"])
    await connection.execute(
        "UPDATE audit_entry SET actor = id WHERE id = (SELECT entry FROM audit_link WHERE position = 1)"
    )
    await connection.close()
    broken, as_json = run("audit", "verify", **installed), run("audit", "verify", "--json", **installed)
    assert (broken.returncode, as_json.returncode) == (1, 1)
    assert re.fullmatch(r"Position 1: entry [\w-]+ was changed after it was chained\.\n", broken.stdout)
    report = json.loads(as_json.stdout)
    assert (report["whole"], report["first_bad"], report["faults"][0]["fault"]) == (False, 1, "changed")


def test_terms_that_cannot_be_read_refuse_every_start_and_not_only_the_first(installed, tmp_path):
    shipped = (ROOT / "helpdesk" / "privacy" / "policy" / "default.toml").read_text("utf-8")
    (tmp_path / "policy.toml").write_text(shipped, "utf-8")
    (tmp_path / "terms" / "1").mkdir(parents=True)
    for language in ("en", "ar"):
        (tmp_path / "terms" / "1" / f"{language}.txt").write_text("Be kind.", "utf-8")
    own = {**installed, "HELPDESK_POLICY": str(tmp_path / "policy.toml")}
    assert run("search", "reindex", **own).returncode == 0

    (tmp_path / "terms" / "1" / "ar.txt").write_bytes(b"\xff")
    refused = run("search", "reindex", **own)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert said(refused).startswith("helpdesk: The terms 1 cannot be read from")


def test_help_of_a_group_is_no_failure():
    from click.testing import CliRunner

    from helpdesk.cli import main

    done = CliRunner().invoke(main, ["results", "--help"])
    assert (done.exit_code, "helpdesk: 0" in done.output) == (0, False)
    assert "import" in done.output
