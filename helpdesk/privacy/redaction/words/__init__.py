"""Word lists, one file each: words in any order, lines that begin with # explain."""

from pathlib import Path

from helpdesk.privacy.redaction.normalise import fold_arabic


def word_list(name: str) -> frozenset[str]:
    """Read the list `name`.txt, folded so that spellings of the same word are one."""
    lines = (Path(__file__).with_name(f"{name}.txt")).read_text("utf-8").splitlines()
    return frozenset(fold_arabic(word) for line in lines if not line.startswith("#") for word in line.split())
