"""Loads `-- name --` statements from the queries.sql beside a module. Imports nothing of ours."""

import re
from pathlib import Path

_HEADING = re.compile(r"^-- (\w+) --$", re.MULTILINE)


def statements(module_file: str) -> dict[str, str]:
    """Read the statements of `queries.sql` in the folder of `module_file` (pass `__file__`), by name.

    Values stand as `{}` in order, as Piccolo's `raw` takes them. Raises FileNotFoundError when there is no such file.
    """
    parts = _HEADING.split((Path(module_file).parent / "queries.sql").read_text("utf-8"))
    return {name: sql.strip() for name, sql in zip(parts[1::2], parts[2::2], strict=True)}
