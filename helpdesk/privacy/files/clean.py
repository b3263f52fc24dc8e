"""From a stranger's bytes to a file that may be stored: its kind by content, its metadata gone, or a refusal."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.errors import FileRefused
from helpdesk.privacy.files.child import BROKEN
from helpdesk.privacy.files.kinds import FileKind, kind_of
from helpdesk.privacy.files.text import decoded
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Attachments

PATIENCE = 30.0  # seconds for one file
_AT_ONCE = asyncio.Semaphore(2)  # processes that open files, in each serving process


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file without metadata; of a text the letters, not yet redacted, as UTF-8. It lives in one request only.

    removed  what was said in it besides: "location", "details" or ""
    """

    kind: FileKind
    content: bytes
    removed: str = ""

    def __repr__(self) -> str:
        return f"CleanFile({self.kind}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it came, without its name; too large ones are not kept, only counted."""

    content: bytes
    is_too_large: bool = False

    def __repr__(self) -> str:
        return f"RawFile({len(self.content)} bytes)"


async def clean_files(files: Sequence[RawFile]) -> tuple[CleanFile, ...]:
    """Clean what somebody attaches to one message, by the policy's limits.

    raises  FileRefused with the place of the first file that is not accepted, and why
    """
    rules = policy.in_use().attachments
    if len(files) > rules.per_message:
        raise _refused("error-file-many", rules.per_message, rules)
    return tuple([await _clean(file, place, rules) for place, file in enumerate(files, 1)])


async def _clean(file: RawFile, place: int, rules: Attachments) -> CleanFile:
    if file.is_too_large or len(file.content) > rules.bytes:
        raise _refused("error-file-large", place, rules)
    kind = await asyncio.to_thread(kind_of, file.content)
    if kind is None:
        raise _refused("error-file-kind", place, rules)
    if code := await _checked(file.content, rules.scan_command):
        raise _refused(code, place, rules)
    if kind is FileKind.TEXT:
        text = await asyncio.to_thread(decoded, file.content)
        return CleanFile(kind, (text or "").encode("utf-8", "replace"))
    head, content = await _in_a_process(file.content, kind, rules.pixels)
    if refused := head.get("refused"):
        raise _refused(refused, place, rules)
    return CleanFile(kind, content, head["removed"])


def _refused(code: str, place: int, rules: Attachments) -> FileRefused:
    return FileRefused(code, file=place, megabytes=rules.megabytes, megapixels=rules.megapixels)


async def _in_a_process(content: bytes, kind: FileKind, pixels: int) -> tuple[dict[str, str], bytes]:
    """Let a process of its own clean a file; one that dies or takes too long says that the file is broken."""
    program = (sys.executable, "-I", "-m", "helpdesk.privacy.files.child", kind, str(pixels))
    code, answer = await _run(program, content)
    head, _, cleaned = answer.partition(b"\n")
    return (json.loads(head), cleaned) if code == 0 and head else ({"refused": BROKEN}, b"")


async def _checked(content: bytes, command: Sequence[str]) -> str:
    """Ask the operator's own scanner: 0 lets a file through, 1 refuses it; anything else is no answer, and refuses."""
    if not command:
        return ""
    code, _ = await _run(command, content)
    return {0: "", 1: "error-file-infected"}.get(code, "error-file-unchecked")


async def _run(program: Sequence[str], content: bytes) -> tuple[int, bytes]:
    """Run a program without environment and with a file at stdin; gives its exit code (-1: none) and its stdout."""
    async with _AT_ONCE:
        try:
            process = await asyncio.create_subprocess_exec(
                *program,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={},
            )
        except OSError:
            return -1, b""
        try:
            answer, _ = await asyncio.wait_for(process.communicate(content), PATIENCE)
        except (TimeoutError, BrokenPipeError, ConnectionResetError):
            return -1, b""
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return process.returncode if process.returncode is not None else -1, answer
