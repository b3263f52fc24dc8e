"""The privacy notice and the officers' pages in Chromium: both languages, desktop and phone, dark and printed."""

import pytest

from helpdesk.app import create_app
from helpdesk.people.tables import Role
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served
from tests.builders import PASSWORD, a_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
_SHORT = {("en", "phone"), ("ar", "desktop")}  # the register is long: each language in one size
SIZES = {"desktop": {"width": 1440, "height": 1000}, "phone": {"width": 320, "height": 700}}


async def test_privacy_pages_have_no_faults(schema):
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        for language in ("en", "ar"):
            for size, viewport in SIZES.items():
                scheme = "dark" if (language, size) == ("en", "phone") else "light"
                who = await Visitor.at(browser, language, viewport=viewport, color_scheme=scheme)
                await who.page.goto(f"{base}/desk/sign-in")
                await who.page.fill("#f-email", "lina@desk.test")
                await who.page.fill("#f-password", PASSWORD)
                await who.page.click("main button[type=submit]")
                await who.page.wait_for_url("**/privacy")
                assert await who.faults() == []
                await who.shoot(f"privacy.{size}.{language}")
                for path in ("privacy/register", "privacy-notice")[(language, size) in _SHORT :]:
                    await who.page.goto(f"{base}/{path}")
                    assert await who.faults() == []
                    await who.shoot(f"{path.replace('/', '.')}.{size}.{language}")
                assert who.complaints == []
                await who.context.close()
