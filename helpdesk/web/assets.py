"""Browser assets: fetched once by the npm client, checked against the manifest, addressed by their content.

`python -m helpdesk.web.assets fetch` brings what is missing; `verify` only looks.
"""

import functools
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[1] / "static"
VENDOR = STATIC / "vendor"
_MANIFEST = STATIC / "assets.toml"
_SYMBOL = re.compile(r"<svg[^>]*>(.*?)</svg>", re.DOTALL)
_ADDRESS = re.compile(rb"//# sourceMappingURL=.*")


def manifest() -> list[dict[str, Any]]:
    """Read which packages we take which files of."""
    packages: list[dict[str, Any]] = tomllib.loads(_MANIFEST.read_text("utf-8"))["package"]
    return packages


def faults() -> list[str]:
    """List the files that are missing or not what the manifest says."""
    wanted = {name: digest for package in manifest() for name, digest in package["sha256"].items()}
    return [name for name, digest in wanted.items() if _digest(VENDOR / name) != digest]


def fetch(npm: str = "npm") -> None:
    """Bring what is missing with the npm client; raises SystemExit when something is not what it should be."""
    if not faults():
        return
    with tempfile.TemporaryDirectory() as folder:
        for package in manifest():
            _take(package, Path(folder), npm)
    if wrong := faults():
        raise SystemExit(f"Browser assets differ from {_MANIFEST.name}: {', '.join(wrong)}")


def _take(package: dict[str, Any], folder: Path, npm: str) -> None:
    packed = subprocess.run(  # noqa: S603 - the package names come from our manifest
        [npm, "pack", "--silent", f"{package['name']}@{package['version']}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    with tarfile.open(folder / packed) as archive:
        for inside, outside in package.get("files", {}).items():
            _write(
                outside,
                _ADDRESS.sub(b"", _read(archive, inside)).rstrip() + b"\n"
                if inside.endswith(".js")
                else _read(archive, inside),
            )
        if icons := package.get("icons"):
            _write("icons.svg", _sprite(archive, icons))
        _write(package["licence"], _read(archive, "LICENSE"))


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"The package has no file {name}.")
    return member.read()


def _sprite(archive: tarfile.TarFile, icons: list[str]) -> bytes:
    out = io.StringIO()
    out.write('<svg xmlns="http://www.w3.org/2000/svg">\n')
    for icon in icons:
        drawing = _SYMBOL.search(_read(archive, f"icons/{icon}.svg").decode())
        assert drawing is not None
        out.write(f'<symbol id="i-{icon}" viewBox="0 0 24 24">{" ".join(drawing[1].split())}</symbol>\n')
    out.write("</svg>\n")
    return out.getvalue().encode()


def _write(name: str, content: bytes) -> None:
    target = VENDOR / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@functools.cache
def address(name: str) -> str:
    """Give the URL of a static file; it changes with the content, so browsers may keep it for ever."""
    return f"/static/{name}?v={_digest(STATIC / name)[:10]}"


def main(arguments: list[str]) -> None:
    """Run `fetch [NPM]` or `verify`."""
    match arguments:
        case ["fetch", *rest]:
            fetch(rest[0] if rest else shutil.which("npm") or "npm")
        case ["digests"]:
            for path in sorted(VENDOR.rglob("*")):
                if path.is_file():
                    print(f'"{path.relative_to(VENDOR)}" = "{_digest(path)}"')
        case ["verify"] if not faults():
            pass
        case _:
            raise SystemExit("Browser assets are missing or changed. Run `make setup`.")


if __name__ == "__main__":
    main(sys.argv[1:])
