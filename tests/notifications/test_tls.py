"""Mail over TLS: with whom it is, who we are, and that without both nothing is said and nothing is lost."""

import logging
import ssl

import pytest

from notifications.tables import Route
from tests.builders import NOON, after
from tests.certificates import Authority
from tests.mailserver import MailServer
from tests.notifications.offices import a_promise, an_office, ids_of, outcomes, work

NAME, PASSWORD = "desk@desk.test", "sés@me: 4/4%"
LOGIN = "desk%40desk.test:s%C3%A9s%40me%3A%204%2F4%25"
LATER = tuple(after(minutes=10 * n) for n in range(1, 8))


@pytest.fixture
def authority(tmp_path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def trusted(authority, monkeypatch) -> Authority:
    """The authority whom this machine trusts, and nobody else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(authority.file.parent / "none"))
    return authority


def a_server(tls: str, context: ssl.SSLContext) -> MailServer:
    """A server that takes mail only from who signed in, and that only in TLS."""
    return MailServer(**{"tls" if tls == "implicit" else "starttls": context}, account=(NAME, PASSWORD))


async def repaired(server: MailServer, tls: str, context: ssl.SSLContext) -> None:
    """Go away and come back on the same port with another certificate."""
    await server.close()
    setattr(server, "_tls" if tls == "implicit" else "_starttls", context)
    await server.open()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_mail_goes_over_tls_that_was_verified_with_the_log_in_of_the_url(trusted, tls):
    server = a_server(tls, trusted.server_of("127.0.0.1"))
    await server.open()
    promises = [await a_promise() for _ in range(3)]
    office = an_office(server.url(login=LOGIN, tls=tls, connections=1))
    await work(office)
    await office.transport.close()
    await server.close()

    assert (sorted(server.ids()), await outcomes()) == (sorted(ids_of(promises)), ["sent"] * 3)
    assert (server.ways, server.logins) == ([(True, NAME)] * 3, [(NAME, PASSWORD)])  # one connection, one log-in


@pytest.mark.parametrize("flaw", ["nobody trusts it", "it is another host's"])
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_with_a_wrong_certificate_nothing_is_said_and_the_mail_waits(trusted, tmp_path, tls, flaw):
    wrong = (
        Authority(tmp_path, "stranger").server_of("127.0.0.1")
        if flaw == "nobody trusts it"
        else trusted.server_of("127.0.0.2")
    )
    server = a_server(tls, wrong)
    await server.open()
    promises = [await a_promise() for _ in range(3)]
    office = an_office(server.url(login=LOGIN, tls=tls, connections=1))
    await work(office)
    assert (server.logins, server.mails, await outcomes()) == ([], [], [None] * 3)
    assert server.connections == (3 if tls == "starttls" else 0)  # the others end before anything can be said
    assert [route["name"] for route in await Route.select()] == ["smtp"]  # as when the server is away

    await repaired(server, tls, trusted.server_of("127.0.0.1"))
    await work(office, *LATER)
    await office.transport.close()
    await server.close()
    assert (sorted(server.ids()), await outcomes()) == (sorted(ids_of(promises)), ["sent"] * 3)


@pytest.mark.parametrize("fault", ["454 4.7.0 no TLS just now", "502 what?", "drop", "garbage"])
async def test_starttls_that_fails_says_nothing_in_clear_and_the_mail_arrives_once_when_it_works(trusted, fault):
    server = a_server("starttls", trusted.server_of("127.0.0.1"))
    server.cues["TLS" if fault == "garbage" else "STARTTLS"] = [fault]
    await server.open()
    promise = await a_promise()
    office = an_office(server.url(login=LOGIN, tls="starttls"))
    await work(office)
    assert (server.connections, server.logins, server.mails, await outcomes()) == (1, [], [], [None])

    await work(office, *LATER)
    await office.transport.close()
    await server.close()
    assert (server.ids(), server.ways, await outcomes()) == (ids_of([promise]), [(True, NAME)], ["sent"])


async def test_a_server_that_offers_no_tls_is_told_nothing(trusted):
    server = MailServer(account=(NAME, PASSWORD))
    await server.open()
    await a_promise()
    await work(an_office(server.url(login=LOGIN, tls="starttls")), NOON, *LATER)
    await server.close()
    assert (server.logins, server.mails, await outcomes()) == ([], [], [None])
    assert server.connections > 1


async def test_a_password_that_is_refused_is_in_no_log_and_the_mail_waits_for_the_right_one(trusted, caplog):
    server = a_server("starttls", trusted.server_of("127.0.0.1"))
    await server.open()
    promise = await a_promise()
    with caplog.at_level(logging.DEBUG):
        await work(an_office(server.url(login="desk%40desk.test:open%20sesame", tls="starttls")))
    assert (server.logins, server.mails, await outcomes()) == ([(NAME, "open sesame")], [], [None])
    assert "sesame" not in caplog.text

    office = an_office(server.url(login=LOGIN, tls="starttls"))
    await work(office, *LATER)
    await office.transport.close()
    await server.close()
    assert (server.ids(), server.ways, await outcomes()) == (ids_of([promise]), [(True, NAME)], ["sent"])
