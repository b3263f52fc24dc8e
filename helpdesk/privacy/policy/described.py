"""What the command line says of a change of terms or notice: removed and added words in brackets, as wdiff writes."""

from collections.abc import Iterator

from helpdesk.privacy.policy.diff import Piece, compare
from helpdesk.privacy.policy.publish import Proposal

_MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def described(proposal: Proposal) -> Iterator[str]:
    """Give the lines that say what a proposal would change."""
    yield f"{proposal.kind} {proposal.number}" + (" (the first)" if proposal.is_first else "")
    for locale, text in proposal.after.items():
        before = proposal.before[locale]
        yield f"  {locale}"
        for paragraph in compare(before.text if before else "", text):
            if any(piece.what != "same" for piece in paragraph):
                yield "    " + "".join(_marked(piece) for piece in paragraph)


def _marked(piece: Piece) -> str:
    return _MARKS[piece.what].format(piece.text)
