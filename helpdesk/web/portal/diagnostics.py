"""Diagnostics that a person may add to a request: browser and system by name and number, the time on their clock.

No network address, no full user agent: what is left over fits a great many people.
"""

import re
from typing import Final

# What a user agent calls itself, the most particular first (they all name each other).
_BROWSERS: Final = (
    ("Edge", re.compile(r"Edg(?:A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"OPR/(\d{1,4})")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/(\d{1,4})")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"(?:Headless)?(?:Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"Version/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/")),
)
_SYSTEMS: Final = (
    ("iOS", re.compile(r"iPhone|iPad|iPod")),
    ("Android", re.compile(r"Android")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Windows", re.compile(r"Windows")),
    ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("Linux", re.compile(r"Linux|X11")),
)
_LOCAL_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC[+-]\d{2}:\d{2}", re.ASCII)


def diagnostics(user_agent: str, local_time: str) -> str:
    """Shorten what a browser says of itself; a local time that is not of our shape is left out.

    returns  "Firefox 128 · Windows · 2026-11-25 17:03 UTC+03:00"
    """
    browser = next(
        (f"{name} {found[1]}" for name, shape in _BROWSERS if (found := shape.search(user_agent[:500]))), "?"
    )
    system = next((name for name, shape in _SYSTEMS if shape.search(user_agent[:500])), "?")
    return " · ".join([browser, system, *([local_time] if _LOCAL_TIME.fullmatch(local_time) else [])])
