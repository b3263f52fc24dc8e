"""Every mail in Chromium: phone and desk width, light and dark, both languages, and without styles."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page

from helpdesk import i18n
from helpdesk.demo import letters
from helpdesk.web.pages import mail_words
from tests.browser import CHROMIUM, PICTURES_WANTED, SHOTS, chromium

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

PICTURES = Path(__file__).parents[2] / "docs" / "pictures" / "mails"

_SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
# Text that is wider than its window, or darker than can be read: contrast of every text against what is behind it.
_CONTRAST = """() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m };
  const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
                     return .2126 * r + .7152 * g + .0722 * b };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3]) return c } return [255, 255, 255, 1] };
  const poor = [];
  for (const e of document.querySelectorAll('p,h1,a,span,td')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(parse(getComputedStyle(e).color)), b = lum(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${e.tagName} ${ratio.toFixed(1)} ${e.textContent.trim().slice(0, 30)}`);
  }
  return poor;
}"""


def sheet(files: list[Path], width: int) -> str:
    """One page with many pictures."""
    pictures = "".join(
        f'<figure><img src="file://{file}" width="{width}"><figcaption>{file.stem}</figcaption></figure>'
        for file in files
    )
    return f"<style>body{{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start;font:12px sans-serif}}figure{{margin:0}}</style>{pictures}"


async def _sheets(browser, taken: dict[int, list[Path]], scheme: str, folder: Path) -> None:
    SHOTS.mkdir(exist_ok=True)
    for width, files in taken.items():
        page = await browser.new_page(viewport={"width": 1500, "height": 900})
        (folder / "sheet.html").write_text(sheet(files, 230 if width == 360 else 360))
        await page.goto(f"file://{folder / 'sheet.html'}")
        await page.screenshot(path=SHOTS / f"mails.{width}.{scheme}.png", full_page=True)
        await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_mail_fits_reads_and_has_its_direction(scheme, tmp_path):
    faults, taken = [], {360: [], 700: []}
    async with chromium() as browser:
        for width in (360, 700):
            context = await browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = await context.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for kind in letters.KINDS:
                for locale in i18n.LOCALES:
                    words = mail_words(kind, locale, letters.example(kind, locale, base_url="https://desk.test"))
                    await page.set_content(words.html)
                    name = f"{kind}.{locale}.{width}.{scheme}"
                    faults += [f"{name}: wider than the window"] * await page.evaluate(_SIDEWAYS)
                    faults += [f"{name}: {poor}" for poor in await page.evaluate(_CONTRAST)]
                    align = await page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign")
                    faults += [f"{name}: {align}"] * (
                        align not in (("right", "start") if locale == "ar" else ("left", "start"))
                    )
                    if PICTURES_WANTED:
                        taken[width].append(tmp_path / f"{name}.png")
                        await page.screenshot(path=taken[width][-1], full_page=True)
            faults += [f"asks for {url}" for url in asked if not url.startswith(("about:", "data:"))]
            await context.close()
        if PICTURES_WANTED:
            await _sheets(browser, taken, scheme, tmp_path)
    assert faults == []


async def _shown(page: Page, kind: str, locale: str) -> Image.Image:
    """Give the picture of a mail at its full size, without the empty room below it."""
    await page.set_content(mail_words(kind, locale, letters.example(kind, locale, base_url="https://desk.test")).html)
    height = await page.evaluate("Math.ceil(document.body.firstElementChild.getBoundingClientRect().bottom) + 8")
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
    return Image.open(BytesIO(await page.screenshot(clip=clip, full_page=True))).convert("RGB")


@pytest.mark.skipif(not PICTURES_WANTED, reason="SITR_PICTURES=1 takes the pictures anew")
async def test_each_mail_has_a_picture_that_can_be_read():
    """English at a desk in the light beside Arabic on a phone in the dark: docs/pictures/mails/KIND.png."""
    async with chromium() as browser:
        desk = await browser.new_page(viewport={"width": 700, "height": 800}, color_scheme="light")
        phone = await browser.new_page(viewport={"width": 360, "height": 800}, color_scheme="dark")
        for kind in letters.KINDS:
            english, arabic = await _shown(desk, kind, "en"), await _shown(phone, kind, "ar")
            both = Image.new("RGB", (english.width + 20 + arabic.width, max(english.height, arabic.height)), "#7d8a90")
            both.paste(english, (0, 0))
            both.paste(arabic, (english.width + 20, 0))
            both.quantize(64, dither=Image.Dither.NONE).save(PICTURES / f"{kind}.png", optimize=True)


@pytest.mark.parametrize("locale", i18n.LOCALES)
async def test_mails_read_without_any_style(locale):
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 360, "height": 800})
        for kind in letters.KINDS:
            words = mail_words(kind, locale, letters.example(kind, locale, base_url="https://desk.test"))
            bare = re.sub(r"<style.*?</style>|\sstyle=\"[^\"]*\"|\sclass=\"[^\"]*\"", "", words.html, flags=re.S)
            await page.set_content(bare)
            assert await page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == i18n.direction(
                locale
            )
