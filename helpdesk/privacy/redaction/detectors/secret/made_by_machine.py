"""Long runs that a machine made: keys, unless they are sums, identifiers or public keys."""

import itertools
import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_ENTROPIC = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_PUBLIC_IDS = (
    "chg_",
    "ch_",
    "pi_",
    "txn_",
    "req_",
    "evt_",
    "cus_",
    "sub_",
    "in_",
    "acct_",
    "price_",
    "prod_",
    "seti_",
    "pm_",
    "re_",
    "po_",
    "msg_",
    "run_",
    "job_",
    "UA-",
    "GTM-",
    "G-",
)


def entropic(reading: Reading) -> Iterator[Candidate]:
    """Long runs of letters of both cases and digits that are neither a hash nor an identifier nor a public key."""
    text = reading.text
    for match in _ENTROPIC.finditer(text) if "long run" in reading.shapes else ():
        value, start = match[0], match.start()
        kinds = (any(c.islower() for c in value), any(c.isupper() for c in value), any(c.isdigit() for c in value))
        mixed = (
            all(kinds)
            and sum(c.isdigit() for c in value) >= 2
            and not re.fullmatch(r"[0-9a-fA-F-]+", value)
            and _changes(value) >= len(value) / 4
        )
        hexadecimal = re.fullmatch(r"[0-9a-f]{20,64}", value) and len(value) not in (32, 40, 64)
        if (
            not (mixed or hexadecimal)
            or value.count("/") > 2
            or text[max(0, start - 1) : start] in ("/", ".", "\\", "@")
        ):
            continue
        if (
            value.startswith(_PUBLIC_IDS)
            or speaks_of_hash(reading, start)
            or text[match.end() : match.end() + 1] in ("@", ".")
        ):
            continue
        if mixed or reading.concepts(start, match.end()) & {"token", "password"}:
            yield Candidate(start, match.end(), Kind.TOKEN, "a run that looks made by a machine", value)


def _changes(value: str) -> int:
    """Count how often the sort of letter changes: small, capital, digit."""
    sorts = ["d" if c.isdigit() else "u" if c.isupper() else "l" if c.islower() else "s" for c in value]
    return sum(one != other for one, other in itertools.pairwise(sorts))


_HASHES = frozenset(
    {"sha", "sha1", "sha256", "sha512", "md5", "hash", "checksum", "commit", "digest", "etag", "fingerprint", "message-id", "trace", "traceid", "trace_id", "span", "uuid", "ray", "cf-ray", "request", "request-id", "requestid", "x-request-id",
     "image", "layer", "dkim", "spf", "dkim1", "rsa", "verification", "site-verification", "google-site-verification", "txt", "p", "id", "selector", "bh", "b", "h", "serial", "nonce", "boundary", "container", "queue", "postfix", "ms-", "rev", "git", "tag", "public", "ssh-rsa", "ssh-ed25519", "version", "ssdeep", "integrity", "correlation", "بصمه", "هاش"}
)  # fmt: skip


def speaks_of_hash(reading: Reading, start: int) -> bool:
    """Say whether the words before a place on its line speak of a hash, a public key or a machine's identifier."""
    index = reading.word_before(start)
    near = reading.words[max(0, index - 4) : index + 1]
    line = reading.words[min(index + 1, len(reading.words) - 1)].line
    return any(
        word.low.strip("=:-.") in _HASHES
        or word.low.startswith(("sha256", "ssh-", "google-site", "ms=", "v=dkim", "v=spf"))
        for word in near
        if word.line == line
    )
