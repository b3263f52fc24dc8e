"""The process that opens one stranger's file: bounded in memory and time, without environment, network use or files.

python -m helpdesk.privacy.files.child KIND PIXELS: the file comes by stdin; a line of JSON and the clean file go to
stdout. Nothing of the file goes to stderr or anywhere else.
"""

import json
import resource
import sys

MEMORY = 1536 * 1024 * 1024  # bytes: 40 megapixels of four channels, twice, and their compressed forms
SECONDS = 20  # of processor time
BROKEN = "error-file-broken"


def main() -> None:
    """Clean the file of stdin; what is wrong with it is said as the code of a sentence."""
    _bound()
    kind, pixels = sys.argv[1], int(sys.argv[2])
    try:
        content, removed = _clean(sys.stdin.buffer.read(), kind, pixels)
        head = {"removed": removed}
    except BaseException as error:  # a stranger's file may break a library in any way
        content, head = b"", {"refused": _code(error)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def _bound() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _clean(content: bytes, kind: str, pixels: int) -> tuple[bytes, str]:
    if kind == "pdf":
        from helpdesk.privacy.files.pdfs import clean_pdf

        return clean_pdf(content)
    from helpdesk.privacy.files.images import clean_image

    return clean_image(content, kind, most_pixels=pixels)


def _code(error: BaseException) -> str:
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"TooManyPixels", "DecompressionBombError", "DecompressionBombWarning"}:
        return "error-file-pixels"
    return "error-file-encrypted" if names & {"Encrypted", "FileNotDecryptedError"} else BROKEN


if __name__ == "__main__":
    main()
