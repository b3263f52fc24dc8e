"""Both languages say the same things, pages hold no text of their own, styles work in both directions."""

import re
from html import unescape
from pathlib import Path

import pytest
from fluent.syntax import ast, parse, visitor

from helpdesk import errors, i18n
from helpdesk.demo import letters
from helpdesk.notices.tables import NoticeKind
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.web import pages, prose

ROOT = Path(__file__).parents[2] / "helpdesk"
SIX = {"zero", "one", "two", "few", "many", "other"}


class Reading(visitor.Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.plurals: list[set[str]] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        self.plurals.append({variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)})
        self.generic_visit(node)


def messages(locale: str) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for path in sorted((ROOT / "locale" / locale).glob("*.ftl")):
        for entry in parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), (path.name, entry.content)
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = Reading()
                found[entry.id.name].visit(entry)
    return found


def test_both_languages_have_the_same_messages_with_the_same_variables():
    english, arabic = messages("en"), messages("ar")
    assert len(english) > 200
    assert {name: reading.variables for name, reading in english.items()} == {
        name: reading.variables for name, reading in arabic.items()
    }


def test_every_arabic_plural_has_its_six_forms():
    short = {
        name: plural for name, reading in messages("ar").items() for plural in reading.plurals if not plural >= SIX
    }
    assert short == {}


def test_arabic_has_no_latin_word_but_names_and_codes():
    allowed = re.compile(
        r"\{[^}]*\}|JPEG|PNG|WebP|GIF|PDF|English|This message in English: open the link and choose|IP|MAC|UTC|HTML|name@example\.com"
        r"|example\.com|CSV|JSON|unassigned|mine|team|all|period|category|agent|locale|version"
    )
    text = "".join(path.read_text("utf-8") for path in (ROOT / "locale" / "ar").glob("*.ftl"))
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    values = "\n".join(line.partition("=")[2] if re.match(r"[a-z]", line) else line for line in lines)
    values = re.sub(r"\[[a-z0-9]+\]|^\s*\{ \$n ->", "", values, flags=re.MULTILINE)
    assert re.findall(r"[A-Za-z]{3,}", allowed.sub("", values)) == []


def test_every_error_and_kind_has_its_words():
    def all_of(kind: type) -> list[type]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in all_of(child))]

    needed = {error.code for error in all_of(errors.HelpdeskError)} | {f"kind-{kind}" for kind in Kind}
    needed |= {f"{what}-{error.status}" for error in all_of(errors.HelpdeskError) for what in ("title", "advice")}
    for locale in i18n.LOCALES:
        assert {code for code in needed if not i18n.words(locale).has(code)} == set()


def test_every_code_in_the_source_has_its_words():
    source = "".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    codes = set(re.findall(r'"(error-[a-z-]+)"', source))
    assert len(codes) > 40
    assert {code for code in codes if not i18n.words("en").has(code)} == {"error-prefix"} & codes


def test_templates_hold_no_words_of_their_own():
    visible = re.compile(r">([^<>{}]*[A-Za-z؀-ۿ]{2,}[^<>{}]*)<")
    assert visible.search("<p>Hello there</p>")
    found = {}
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<style.*?</style>|<kbd>.*?</kbd>", "", path.read_text("utf-8"), flags=re.S
        )
        words = [match.strip() for match in visible.findall(text)]
        if words:
            found[path.name] = words
    assert found == {}


def test_styles_use_no_physical_direction():
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)|translateX\("
    )
    assert physical.search("a { margin-left: 1px }")
    assert physical.findall((ROOT / "static" / "ui.css").read_text("utf-8")) == []


def test_templates_have_no_inline_script_style_or_bare_htmx():
    banned = re.compile(r"\son[a-z]+=|javascript:|\shx-[a-z]+=|<script(?![^>]*nonce)|\|\s*safe\b")
    assert banned.search('<a onclick="x()">')
    assert banned.search("{{ words | safe }}")
    pages_only = [
        path for path in (ROOT / "templates").rglob("*.html") if ROOT / "templates" / "mail" not in path.parents
    ]
    written = {path.name: re.sub(r"\{\{.*?\}\}", "", path.read_text("utf-8")) for path in pages_only}
    assert [name for name, text in written.items() if banned.search(text) or " style=" in text] == []
    every = {path.name: path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")}
    assert [name for name, text in every.items() if re.search(r"\|\s*safe\b", text)] == []


def test_people_s_text_is_escaped_and_placeholders_become_chips():
    text = "<img src=x onerror=alert(1)> see ⟦email 1⟧\n\nhttps://a.test/x?<b>"
    html = prose.prose(text, {}, "en")

    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert html.count('class="seal"') == 1
    assert html.count('<p dir="auto">') == 2


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "{{ 7*7 }}", "⟦script 1⟧", "⟦email 99999999⟧"])
def test_hostile_text_stays_text(hostile):
    assert "<script" not in prose.prose(hostile, {}, "ar")
    assert "49" not in prose.prose("{{ 7*7 }}", {}, "ar")


def test_htmx_attributes_go_only_to_our_own_addresses():
    hx = pages._hx("n")
    assert hx(get="/x") == 'hx-nonce="n" hx-get="/x"'
    for wrong in ({"get": "https://evil.test"}, {"on": "click"}, {"vals": "js:1"}):
        with pytest.raises(ValueError):
            hx(**wrong)


MAILS = sorted(folder.name for folder in (ROOT / "templates" / "mail").iterdir() if folder.name != "_base")


@pytest.mark.parametrize("locale", i18n.LOCALES)
@pytest.mark.parametrize("kind", MAILS)
def test_mails_are_whole_in_both_languages(kind, locale):
    context = letters.example(kind, locale, base_url="https://desk.test")
    mail = pages.mail_words(kind, locale, context)
    direction, other = i18n.direction(locale), i18n.direction("en" if locale == "ar" else "ar")

    assert len(mail.subject) <= 45
    assert "\n" not in mail.subject
    assert re.match(r"[؀-ۿ]" if locale == "ar" else r"[A-Z]", mail.subject)
    assert len(mail.html.encode()) <= 12_000
    assert all(f'dir="{direction}"' in block for block in re.findall(r"<(?:table|td|h1|body|html)[^>]*>", mail.html))
    undirected = [block for block in re.findall(r"<p[^>]*>", mail.html) if f'dir="{direction}"' not in block]
    assert len([block for block in undirected if 'dir="auto"' not in block]) == 1  # the line in the other language
    assert f'dir="{other}"' in undirected[-1]
    for name in ("reference", "url", "stop_url", "title"):
        assert context.get(name, "") in mail.text
    for wanted in [*context.get("urls", {}).values(), *context.get("words", [])]:
        assert wanted in mail.text
    assert re.findall(r"<img|https?://(?!desk\.test)|<script|url\(|@import", mail.html) == []
    assert all(url in mail.html for url in re.findall(r"https://desk\.test/\S+", mail.text))
    urls_alone = [line for line in mail.text.splitlines() if "https://" in line]
    assert all(re.fullmatch(r"https://\S+", line) for line in urls_alone)
    assert i18n.words("en" if locale == "ar" else "ar").plain("mail-other-language") in mail.text
    without_links = re.sub(r"<a\b.*?</a>", "", mail.html, flags=re.DOTALL)
    said = [plain(words) for words in re.findall(r"<(?:p|h1)\b[^>]*>(.*?)</(?:p|h1)>", without_links, re.DOTALL)]
    assert len(said) >= 4
    assert [words for words in said if words not in plain(mail.text)] == []  # the text is complete on its own


def plain(html: str) -> str:
    """The words of a piece of HTML in one line."""
    return " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", "", unescape(html)).split())


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_every_sort_of_notice_and_of_changed_terms_has_its_words(locale):
    sorts = [("service_notice", "notice", str(kind)) for kind in NoticeKind]
    sorts += [("policy_changed", "changed", what) for what in ("terms", "notice", "both")]
    mails = [
        pages.mail_words(kind, locale, {**letters.example(kind, locale, base_url="https://desk.test"), name: sort})
        for kind, name, sort in sorts
    ]
    assert len({mail.subject for mail in mails}) == len(mails)
    assert all(mail.subject in plain(mail.html) for mail in mails)


def test_every_mail_says_why_one_gets_it():
    for kind in MAILS:
        assert "{% block reason %}{{ label(" in (ROOT / "templates" / "mail" / kind / "body.txt").read_text("utf-8")
        assert "{% block reason %}{{ label(" in (ROOT / "templates" / "mail" / kind / "body.html").read_text("utf-8")
