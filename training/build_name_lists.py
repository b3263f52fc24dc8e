"""Make the lists of names that ship with the redaction, from sources whose licences allow it.

    python training/build_name_lists.py        (in an environment with training/requirements.txt)

Sources (see helpdesk/privacy/redaction/words/SOURCES.md): arabic-name-romanizer (Wikidata CC0, Dziri names; MIT), names (US Census 1990,
public domain), vicary (given names of the US Social Security Administration, public domain; MIT), wordfreq only to mark words that are
also ordinary ones. Nothing is random, so the same versions give the same files.
"""

import gzip
import re
import sqlite3
from collections import Counter
from importlib.resources import files
from pathlib import Path

from wordfreq import zipf_frequency

WORDS = Path(__file__).parent.parent / "helpdesk/privacy/redaction/words"
ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي"})
COUNTS: Counter[str] = Counter()
WORLD = Path(__file__).with_name("world_names.txt")


def main() -> None:
    given_arabic, family_arabic, given_latin, family_latin = _from_romanizer()
    given_latin |= _census_given() | _social_security() | _world("given")
    family_latin |= _census_family() | _world("family")
    rare = {word for word in given_arabic if COUNTS[word] < 3}
    for name, words, lang in (
        ("given_arabic", given_arabic, "ar"),
        ("family_arabic", family_arabic - given_arabic, "ar"),
        ("given_latin", given_latin, "en"),
        ("family_latin", family_latin - given_latin, "en"),
    ):
        _write(name, words, lang, rare)


def _write(name: str, words: set[str], lang: str, rare: set[str]) -> None:
    """A word that is common in ordinary text, too, or rare as a name, ends in "?"."""
    marked = sorted(
        word + "?" * (word in rare or zipf_frequency(word, lang) >= 3.6) for word in words if len(word) >= 2
    )
    (WORDS / f"{name}.txt").write_text("\n".join(marked) + "\n", "utf-8")
    print(name, len(marked))


def _from_romanizer() -> tuple[set[str], set[str], set[str], set[str]]:
    path = files("arabic_name_romanizer") / "resources" / "names.sqlite3"
    given, family, latin_given, latin_family = Counter(), Counter(), Counter(), Counter()
    for key, latin, role, count in sqlite3.connect(str(path)).execute(
        "SELECT arabic_key, latin, role, sum(count) FROM units GROUP BY 1, 2, 3"
    ):
        arabic, roman = (given, latin_given) if role == "given" else (family, latin_family)
        for part in key.translate(ARABIC).split():
            if re.fullmatch(r"[ء-ي]{2,}", part):
                arabic[part] += count
        for part in re.split(r"[ -]", latin.lower()):
            if re.fullmatch(r"[a-z]{3,}", part):
                roman[part] += count
    COUNTS.update(given)
    return (
        _usual(given, 1, "ar"),
        _usual(family, 2, "ar"),
        _usual(latin_given, 2, "en"),
        _usual(latin_family, 4, "en"),
    )


def _usual(counted: Counter[str], least: int, lang: str) -> set[str]:
    """Keep what is often a name, unless it is far more often a word."""
    return {
        word
        for word, count in counted.items()
        if count >= least and not (zipf_frequency(word, lang) >= 4 and count < 10 ** (zipf_frequency(word, lang) - 3.2))
    }


def _census_given() -> set[str]:
    names = (files("names") / "dist.female.first").read_text() + (files("names") / "dist.male.first").read_text()
    return {line.split()[0].lower() for line in names.splitlines() if zipf_frequency(line.split()[0].lower(), "en") < 5}


def _census_family() -> set[str]:
    lines = (files("names") / "dist.all.last").read_text().splitlines()
    return {line.split()[0].lower() for line in lines[:18000] if zipf_frequency(line.split()[0].lower(), "en") < 5}


def _social_security() -> set[str]:
    text = gzip.decompress((files("vicary") / "data" / "notability.txt.gz").read_bytes()).decode()
    tier = re.search(r"#!tier given \d+\n(.*?)\n#!", text, re.S)
    assert tier
    return {word for word in tier[1].split() if re.fullmatch(r"[a-z]{3,}", word) and zipf_frequency(word, "en") < 4.6}


def _world(kind: str) -> set[str]:
    text = WORLD.read_text("utf-8")
    part = re.search(rf"\[{kind}\]\n(.*?)(?:\n\[|\Z)", text, re.S)
    assert part
    return set(part[1].lower().split())


if __name__ == "__main__":
    main()
