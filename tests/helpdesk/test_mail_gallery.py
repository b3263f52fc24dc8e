"""`/dev/mails`: every mail that can be sent, in both languages, and in the demo only."""

import re
from pathlib import Path

import httpx
import pytest

import helpdesk
from helpdesk import i18n, wiring
from helpdesk.app import Front, create_app
from helpdesk.demo import letters
from helpdesk.demo.pages import FRAME_POLICY, routes
from helpdesk.demo.sink import Sink

FOLDER = Path(helpdesk.__file__).parent / "templates" / "mail"
_FETCHES = re.compile(
    r"<(?:img|link|script|iframe|video|audio|object|embed|input)\b|\b(?:src|srcset|background)=|url\(|@import",
    re.IGNORECASE,
)


@pytest.fixture
async def demo(schema):
    """A browser at the application as the demo makes it."""
    app = create_app(schema, more=[*routes(Sink()), *letters.routes(schema.base_url, FRAME_POLICY)])
    transport = httpx.ASGITransport(Front(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=schema.base_url) as client:
        yield client


def test_no_mail_can_be_forgotten_in_the_gallery_or_be_sent_without_its_words():
    folders = {folder.name: folder for folder in FOLDER.iterdir() if folder.name != "_base"}
    sent = [kind for kind in wiring.Renderers("http://desk.test").all() if not kind.startswith("webhook/")]
    assert sorted(letters.KINDS) == sorted(folders) == sorted(sent)
    files = {name: sorted(file.name for file in folder.iterdir()) for name, folder in folders.items()}
    assert files == {name: ["body.html", "body.txt", "subject.txt"] for name in folders}


@pytest.mark.parametrize("path", ["/dev/mails", "/dev/mails/ticket_reply/en", "/dev/mail", "/dev/mail/1", "/dev/mail/1/html"])  # fmt: skip
async def test_outside_of_the_demo_there_is_no_gallery(browser, path):
    assert (await browser.get(path)).status_code == 404


async def test_the_gallery_of_the_demo_shows_every_mail_in_both_languages(demo):
    index = await demo.get("/dev/mails")
    wanted = [(kind, locale) for kind in letters.KINDS for locale in i18n.LOCALES]
    assert re.findall(r' src="/dev/mails/(\w+)/(\w+)"', index.text) == wanted
    for kind, locale in wanted:
        mail = await demo.get(f"/dev/mails/{kind}/{locale}")
        assert (kind, locale, mail.status_code) == (kind, locale, 200)
        assert mail.headers["content-security-policy"] == FRAME_POLICY
        assert f'<html lang="{locale}" dir="{i18n.direction(locale)}"' in mail.text
        assert (kind, locale, fetched(mail.text), led_elsewhere(mail.text)) == (kind, locale, [], [])
    for path in ("/dev/mails/ticket_eaten/en", "/dev/mails/ticket_reply/fr", "/dev/mails/_base/en"):
        assert (await demo.get(path)).status_code == 404


def fetched(html: str) -> list[str]:
    """What a mail program would fetch from somebody's server, and so tell them that the mail was read."""
    return _FETCHES.findall(html)


def led_elsewhere(html: str) -> list[str]:
    """Links that lead anywhere but to our own pages, as those that count clicks do."""
    return [link for link in re.findall(r'href="([^"]*)"', html) if not link.startswith("http://desk.test/")]


def test_the_probes_see_pixels_and_links_that_count():
    for pixel in (
        '<img alt="">',
        "<td background='x'>",
        "<p style='background:url(//x)'>",
        "@import 'x'",
        '<p src="x">',
    ):
        assert fetched(pixel) != []
    assert led_elsewhere('<a href="https://count.test/?to=http://desk.test/">') == [
        "https://count.test/?to=http://desk.test/"
    ]


def test_every_mail_has_a_picture_that_its_page_names():
    pictures = Path(helpdesk.__file__).parents[1] / "docs" / "pictures" / "mails"
    assert sorted(re.findall(r"\((\w+)\.png\)", (pictures / "README.md").read_text("utf-8"))) == sorted(letters.KINDS)
    assert sorted(file.stem for file in pictures.glob("*.png") if file.stem.isidentifier()) == sorted(letters.KINDS)
