"""Forms with files: read as they come, in memory only, without the names of the files, too large ones passed over."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from litestar.exceptions import ClientException
from multipart import MultipartSegment, ParserError, PushMultipartParser

from helpdesk.errors import TooLarge
from helpdesk.privacy.files.clean import RawFile

BODY_LIMIT: Final = 512 * 1024  # bytes; 20 000 Arabic letters take 120 000 in a form
# Bytes that a form with files may have: more than the policy ever lets in, so that a file that is too large is told of
# beside what was typed, and not by a page that has lost it.
FILES_BODY_LIMIT: Final = 256 * 1024 * 1024
FILES: Final = "files"  # the one field that takes files
_MOST_PARTS: Final = 200


@dataclass(slots=True)
class Parts:
    """The parts of a form: texts by name, each as often as it came, and files without a name."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[RawFile] = field(default_factory=list)
    strange: bool = False  # a file came under a name that takes none

    def __repr__(self) -> str:
        return f"Parts({len(self.texts)} texts, {len(self.files)} files)"


@dataclass(slots=True)
class _Reading:
    """What is being read: of a file at most so many bytes are kept."""

    parts: Parts
    most_files: int
    most_bytes: int
    part: MultipartSegment | None = None
    content: bytearray = field(default_factory=bytearray)
    is_too_large: bool = False
    letters: int = 0

    def begin(self, part: MultipartSegment) -> None:
        self.part, self.content, self.is_too_large = part, bytearray(), False

    def go_on(self, chunk: bytes | bytearray) -> None:
        """Take a piece of the part; raises TooLarge when the texts are longer than a form may be."""
        if self._is_file:
            if len(self.content) + len(chunk) > self.most_bytes or len(self.parts.files) > self.most_files:
                self.is_too_large, self.content = True, bytearray()
            elif not self.is_too_large:
                self.content += chunk
            return
        self.letters += len(chunk)
        if self.letters > BODY_LIMIT:
            raise TooLarge
        self.content += chunk

    def end(self) -> None:
        """Put the part to the others; a field for files that was left empty is none."""
        assert self.part is not None
        if not self._is_file:
            self.parts.texts.append((self.part.name, self.content.decode("utf-8", "replace")))
        elif self.part.name != FILES:
            self.parts.strange = True
        elif self.part.filename or self.content or self.is_too_large:
            self.parts.files.append(RawFile(bytes(self.content), self.is_too_large))

    @property
    def _is_file(self) -> bool:
        return self.part is not None and (self.part.filename is not None or self.part.name == FILES)


async def read_text(stream: AsyncIterator[bytes]) -> bytes:
    """Read a form without files whole; raises TooLarge."""
    body = bytearray()
    async for chunk in stream:
        body += chunk
        if len(body) > BODY_LIMIT:
            raise TooLarge
    return bytes(body)


async def read_parts(
    stream: AsyncIterator[bytes], boundary: str, parts: Parts, *, most_files: int, most_bytes: int
) -> None:
    """Read a form of parts (RFC 7578) into `parts`, which has what came before when it fails.

    raises  TooLarge (the texts), ClientException (no such form)
    """
    reading = _Reading(parts, most_files, most_bytes)
    try:
        with PushMultipartParser(boundary.encode(), max_segment_count=_MOST_PARTS) as parser:
            async for chunk in stream:
                for piece in parser.parse(chunk):
                    if isinstance(piece, MultipartSegment):
                        reading.begin(piece)
                    elif piece:
                        reading.go_on(piece)
                    else:
                        reading.end()
                if parser.closed:
                    break
    except ParserError:
        raise ClientException("Invalid multipart/form-data") from None
