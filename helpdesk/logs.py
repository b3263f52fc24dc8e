"""Logs: JSON lines whose keys come from an allow-list, so that nothing a person typed can be in one."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

KEYS = frozenset({
    "event", "level", "at", "logger", "route", "method", "status", "milliseconds", "kind", "attempts", "outcome",
    "count", "error", "sqlstate", "constraint", "port", "version",
})  # fmt: skip
# Libraries that write fixed sentences of their own; of all others only the name and the level are kept.
_PLAIN_SPOKEN = ("helpdesk", "surveys", "notifications", "uvicorn.error")


def configure(*, level: int = logging.INFO) -> None:
    """Send every log line of this process, ours and the libraries', to standard error through the allow-list."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _only_allowed,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _Handler()
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("mail.log", "asyncio", "httpx", "piccolo"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    logging.getLogger("uvicorn.access").disabled = True  # it prints whole URLs, private links among them


def log(event: str, **values: object) -> None:
    """Write one line; keys outside the allow-list are dropped."""
    structlog.get_logger().info(event, **values)


def log_failure(error: BaseException) -> None:
    """Write down that something failed, by the kinds of the errors only: their texts may hold a row or an address."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    structlog.get_logger().error(
        "failed",
        error=" < ".join(kinds),
        sqlstate=getattr(error, "sqlstate", None),
        constraint=getattr(error, "constraint_name", None),
    )


def _only_allowed(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in line.items() if key in KEYS and value is not None}


def _json(line: object, **_: object) -> str:
    return msgspec.json.encode(line).decode()


class _Handler(logging.Handler):
    """Takes what libraries log: the sentence of those that write fixed ones, of others only that they spoke."""

    def emit(self, record: logging.LogRecord) -> None:
        known = record.name.startswith(_PLAIN_SPOKEN)
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().info(
            record.getMessage() if known and not record.exc_info else "library message",
            logger=record.name,
            error=error,
        )
