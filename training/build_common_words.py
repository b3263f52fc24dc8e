"""Make the lists of common words, `common_english.txt` and `common_arabic.txt`, in the redaction's `words/`.

    python training/build_common_words.py     (in an environment with training/requirements.txt and the project)

Each line holds words that are about as common, the most common first; spellings are folded as everywhere in the redaction.
Source: the counts of pyspellchecker (MIT), of subtitles by many hands; the counts themselves are not kept.
"""

import gzip
import json
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from helpdesk.privacy.redaction.normalise import fold_arabic

WORDS = ROOT / "helpdesk/privacy/redaction/words"
# How many words the list has up to the end of each line.
RANKS = {"en": (300, 1_500, 5_000, 14_000), "ar": (400, 2_000, 8_000, 26_000)}


def main() -> None:
    for language, name in (("en", "common_english"), ("ar", "common_arabic")):
        packed = (files("spellchecker") / f"resources/{language}.json.gz").read_bytes()
        counts: Counter[str] = Counter()
        for word, count in json.loads(gzip.decompress(packed)).items():
            if word.replace("'", "").isalpha() and len(word) > 1:
                counts[fold_arabic(word)] += count
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        lines, begin = [], 0
        for end in RANKS[language]:
            lines.append(" ".join(sorted(ranked[begin:end])))
            begin = end
        (WORDS / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
