"""An image decoded and encoded anew: what it shows stays, what is said about it goes. For a process of its own."""

import io
import warnings
from typing import Final

from PIL import Image, ImageCms, ImageOps

_ORIENTATION, _GPS = 0x0112, 0x8825  # tags of Exif 2.32, sections 4.6.4 and 4.6.6
_SAVED: Final[dict[str, dict[str, object]]] = {
    "jpeg": {"quality": 90},
    "png": {},
    "webp": {"quality": 90},
    "gif": {},
}
_ABOUT: Final = ("comment", "xmp", "XML:com.adobe.xmp", "photoshop", "mp", "mpoffset")


class TooManyPixels(Exception):
    """The image is larger than the policy allows."""


def clean_image(content: bytes, kind: str, *, most_pixels: int) -> tuple[bytes, str]:
    """Give an image without metadata, of an animation the first picture, and what was removed (see `said_in`).

    raises  TooManyPixels before anything is decoded; what Pillow raises for a broken one
    """
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most_pixels
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
        if image.width * image.height > most_pixels:
            raise TooManyPixels
        removed = said_in(image)
        shown = ImageOps.exif_transpose(_in_srgb(image))
    shown.info = {name: value for name, value in shown.info.items() if name == "transparency"}
    if kind == "jpeg" and shown.mode not in ("L", "RGB"):
        shown = shown.convert("RGB")
    file = io.BytesIO()
    shown.save(file, format=kind.upper(), exif=b"", icc_profile=None, **_SAVED[kind])
    return file.getvalue(), removed


def said_in(image: Image.Image) -> str:
    """Say what an image tells besides what it shows: "location", "details" (camera, program, words), or ""."""
    exif = image.getexif()
    words = "".join(str(image.info.get(name, "")) for name in _ABOUT)
    if exif.get_ifd(_GPS) or "GPSL" in words:
        return "location"
    texts = getattr(image, "text", {})
    return "details" if set(exif) - {_ORIENTATION} or words or texts else ""


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring the colours into the space that is meant where nothing is said of it; as they are when that fails."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return done or image
