"""A real browser on a real server: Debian's Chromium, the application on a free port of this machine."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from litestar import Litestar
from playwright.async_api import Browser, BrowserContext, Page, Playwright, Response, async_playwright, expect

from helpdesk.serve import serve
from tests.builders import PASSWORD

# the headless shell draws no window frame of its own: a third of the work of the whole browser
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _BROWSERS)), None)
PICTURES_WANTED = os.environ.get("SITR_PICTURES") == "1"
SHOTS = Path(__file__).parents[1] / "test-artifacts"
ACCEPTED = Path(__file__).parents[1] / "docs" / "pictures" / "acceptance"
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_ALL = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
_COLOURS = "{type: 'rule', values: ['color-contrast', 'link-in-text-block']}"

_PAINTED = "new Promise(done => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 1000) })"


_STILL = "!document.querySelector('.htmx-request')"

_PATIENCE = 60_000  # milliseconds, against hanging only: a wait ends when what is awaited is there
expect.set_options(timeout=_PATIENCE)


def a_port() -> socket.socket:
    """A port whose callers wait from now on until somebody serves it."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


@asynccontextmanager
async def served(app: Litestar, listening: socket.socket) -> AsyncIterator[str]:
    """Serve in this event loop; gives the address. The pool stays open for the other tests."""
    app.on_shutdown.clear()
    stop = asyncio.Event()
    running = asyncio.create_task(serve(app, listening=listening, stop=stop))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        stop.set()
        await running


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The run's one Chromium; what a test opened in it is closed behind it."""
    browser = await _shared.get()
    try:
        yield browser
    finally:
        for context in browser.contexts:
            await context.close()


class _Shared:
    """One Chromium for all tests of a process, started when the first asks for it."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def get(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            await self.close()
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        return self._browser

    async def close(self) -> None:
        if self._playwright:
            if self._browser:
                await self._browser.close()
            await self._playwright.stop()
        self._playwright = self._browser = None


_shared = _Shared()
close_chromium = _shared.close


class Look(NamedTuple):
    """A page that axe has judged: where, in the language and the colours that the page says; by all rules or those of colour."""

    path: str
    language: str
    scheme: str
    whole: bool


LOOKS: set[Look] = set()  # of the test that runs; emptied before each journey (tests/journeys/conftest.py)
_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
_LOOK = f"[document.documentElement.lang, {_DARK} ? 'dark' : 'light']"


class Visitor:
    """A person at a browser; `complaints` has every console error, policy violation and failed request."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context, self.page = context, page
        self.complaints: list[str] = []
        self.was_got = False  # what is open is a page that was asked for by GET and is there
        page.on("response", self._note)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.frame == self.page.main_frame:
            self.was_got = (answer.request.method, answer.status) == ("GET", 200)

    def _hear(self, kind: str, text: str) -> None:
        refused = "status of 4" in text or "failed with status 401" in text  # the stream of somebody signed out ends so
        if kind in ("error", "warning") and not refused:
            self.complaints.append(text)

    @classmethod
    async def at(cls, browser: Browser, language: str, **more: object) -> "Visitor":
        context = await browser.new_context(locale=language, reduced_motion="reduce", **more)
        context.set_default_timeout(_PATIENCE)
        return cls(context, await context.new_page())

    async def shoot(self, name: str) -> None:
        """Take a picture of the whole page into test-artifacts/, where the environment asks for pictures."""
        await self.page.wait_for_load_state()
        if PICTURES_WANTED:
            SHOTS.mkdir(exist_ok=True)
            await self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until the page has it."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await turns_true(self.page, "size => innerWidth === size[0] && innerHeight === size[1]", [width, height])

    async def source(self) -> str:
        """Every byte of the page as it stands, once it stands still."""
        await self.page.wait_for_load_state()
        return await self.page.content()

    async def faults(self, tests: str = _ALL) -> list[str]:
        """What axe finds wrong on this page, and whether it is wider than its window."""
        # what was just changed (colours, a dialog) is painted before it is judged; a page behind another paints nothing
        await self.page.bring_to_front()
        await self.page.evaluate(_PAINTED)
        await self.page.wait_for_load_state()
        await turns_true(self.page, _STILL)  # nothing of it is about to be exchanged
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(_AXE)
        result = await self.page.evaluate(f"axe.run({{resultTypes: ['violations'], runOnly: {tests}}})")
        found = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in result["violations"]]
        wide = await self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if self.was_got:
            LOOKS.add(Look(urlsplit(self.page.url).path, *await self.page.evaluate(_LOOK), tests == _ALL))
        return found + ["wider than the window"] * wide

    async def faults_by(self, scheme: Literal["light", "dark"]) -> list[str]:
        """What is wrong with the colours of this page, in light or in the dark."""
        await self.page.emulate_media(color_scheme=scheme)
        return [f"{scheme}: {fault}" for fault in await self.faults(_COLOURS)]

    async def faults_in_both(self) -> list[str]:
        """What is wrong with this page, and with its colours in the other scheme; the page has its own again."""
        own, other = ("dark", "light") if await self.page.evaluate(_DARK) else ("light", "dark")
        found = await self.faults() + await self.faults_by(other)
        await self.page.emulate_media(color_scheme=own)
        return found


async def turns_true(page: Page, script: str, argument: object = None, *, seconds: float = 20) -> None:
    """Wait until a script says true on a page. (`wait_for_function` asks by eval, which our pages refuse.)"""
    async with asyncio.timeout(seconds):
        while not await page.evaluate(script, argument):  # noqa: ASYNC110 - the page sets no event
            await asyncio.sleep(0.02)


async def sign_in(who: Visitor, base: str, email: str) -> None:
    """Come in at the desk with the password of the builders."""
    await who.page.goto(f"{base}/desk/sign-in")
    await who.page.fill("#f-email", email)
    await who.page.fill("#f-password", PASSWORD)
    await who.page.click("main button[type=submit]")
    await who.page.wait_for_url(lambda address: "sign-in" not in address)


async def look(who: Visitor, name: str, *, in_both: bool = False) -> None:
    """A page is without fault (`in_both`: in light and dark), and its picture is taken for who looks."""
    found = await (who.faults_in_both() if in_both else who.faults())
    assert found == [], f"{name}: {found}"
    await who.shoot(name)


async def keep(who: Visitor, name: str, *, at: str = "") -> None:
    """Keep what is in the window, small, for docs/acceptance.md; `at` is scrolled to the middle first.

    Only where the environment asks for pictures (SITR_PICTURES=1); needs ImageMagick.
    """
    if not PICTURES_WANTED:
        return
    path = ACCEPTED / f"{name}.png"
    await who.page.wait_for_load_state()
    if at:
        await who.page.locator(at).first.evaluate("e => e.scrollIntoView({block: 'center'})")
    await who.page.screenshot(path=path)
    small = ["-resize", "640x>", "+dither", "-colors", "32", "-strip", f"PNG8:{path}"]
    subprocess.run(["convert", path, *small], check=True)
