"""What a detector yields: a span of the plain view with its kind, the rule that found it, and its canonical form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from helpdesk.privacy.redaction.spans import Kind


@dataclass(frozen=True, slots=True)
class Candidate:
    start: int
    end: int
    kind: Kind
    rule: str
    same: str


Detector: TypeAlias = Callable[[str], Iterator[Candidate]]

_NOT_PERSONAL = (
    "order", "invoice", "ticket", "ref", "reference", "id:", "sku", "version", "build", "port", "error", "code",
    "case", "txn", "transaction", "serial", "size", "bytes", "pid", "epoch", "timestamp",
    "طلب", "فاتوره", "فاتورة", "تذكره", "تذكرة", "اصدار", "إصدار", "منفذ", "خطا", "خطأ", "مرجع", "عمليه", "عملية",
)  # fmt: skip


def before(text: str, start: int, length: int = 40) -> str:
    """Give what stands before a place on the same line, in lower case."""
    return text[max(0, start - length) : start].rpartition("\n")[2].casefold()


def is_number_of_a_thing(text: str, start: int) -> bool:
    """Say whether the last words before a number name an order, an invoice, a version: something nobody is."""
    words = before(text, start, 24)
    return any(word in words for word in _NOT_PERSONAL)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no letter or digit touches the span."""
    return not (start and (text[start - 1].isalnum() or text[start - 1] == "_")) and not (
        end < len(text) and (text[end].isalnum() or text[end] == "_")
    )
