"""The files of blobs: parts as they arrive, whole files under the hash of what is in them.

A part is written beside its place and moved there, so it is whole or absent, and two senders of one part
do no harm. A whole file is checked, forced to disk and moved to ``ab/<sha256>`` before anyone calls it
complete. Nothing here knows people, records or the database; object storage would offer the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from backend.errors import Invalid

TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ANY_FILE: Final = "application/octet-stream"
MOST_PIXELS: Final = 100_000_000
THUMBNAIL: Final = 320
"""The longer side of a thumbnail."""

_DAMAGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    EOFError,
    TypeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for a file that is not what its first bytes promise."""


class BlobStore:
    """A folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def received(self, blob: str) -> int:
        """Return how many bytes from the start are there without a gap."""
        return sum(size for _, size in self._parts(blob))

    def put_part(self, blob: str, start: int, data: bytes) -> None:
        """Keep the bytes that begin at ``start``."""
        folder = self._waiting(blob)
        folder.mkdir(parents=True, exist_ok=True)
        fresh, part = folder / f".{uuid.uuid4().hex}", folder / str(start)
        fresh.write_bytes(data)
        try:
            os.link(fresh, part)
        except FileExistsError:
            # The first sender's part stays: one of another length would break the row that goes on from it.
            # What a power cut has left empty is no part.
            if not part.stat().st_size:
                fresh.replace(part)
        finally:
            fresh.unlink(missing_ok=True)

    def assemble(self, blob: str, sha256: str, *, picture: bool = True) -> str:
        """Make the whole file of its parts, which stay; return its media type.

        Only a file that is to be a ``picture`` is looked into; any other is bytes.

        :raises Invalid: ``blob-hash-mismatch`` or ``blob-wrong-type``; the parts are gone then
        :raises FileNotFoundError: another sender has finished meanwhile, and let the parts go
        """
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{uuid.uuid4().hex}")
        try:
            digest = hashlib.sha256()
            with fresh.open("wb") as file:
                for part, _ in self._parts(blob):
                    data = part.read_bytes()
                    digest.update(data)
                    file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if digest.hexdigest() != sha256:
                raise Invalid("blob-hash-mismatch")
            media_type = _media_type(fresh) if picture else ANY_FILE
            fresh.replace(target)
        except Invalid:
            self.forget_parts(blob)
            raise
        finally:
            fresh.unlink(missing_ok=True)
        for folder in (target.parent, self._folder):
            _force(folder)
        return media_type

    def forget_parts(self, blob: str) -> None:
        """Remove what has arrived of a blob."""
        shutil.rmtree(self._waiting(blob), ignore_errors=True)

    def path(self, sha256: str) -> Path:
        """Return where the whole file with this hash stands."""
        return self._folder / sha256[:2] / sha256

    def thumbnail(self, sha256: str) -> Path:
        """Return the thumbnail of a whole picture, made when first asked for; keeps a processor busy.

        Upright as the camera was held, and without anything that the camera noted.

        :raises Invalid: ``blob-damaged``: it begins like a picture and cannot be drawn
        """
        target = self.path(sha256).with_name(f"{sha256}.thumbnail.webp")
        if not target.exists():
            fresh = target.with_name(f".{uuid.uuid4().hex}")
            shown = _small(self.path(sha256))
            shown.save(fresh, "WEBP", quality=80)
            fresh.replace(target)
        return target

    def remove(self, sha256: str) -> None:
        """Remove a whole file and what was made of it."""
        path = self.path(sha256)
        for file in (path, path.with_name(f"{sha256}.thumbnail.webp")):
            file.unlink(missing_ok=True)

    def _waiting(self, blob: str) -> Path:
        return self._folder / "parts" / blob

    def _parts(self, blob: str) -> Iterator[tuple[Path, int]]:
        start = 0
        while True:
            part = self._waiting(blob) / str(start)
            try:
                size = part.stat().st_size
            except FileNotFoundError:
                return
            if not size:
                return
            yield part, size
            start += size


def _small(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((THUMBNAIL, THUMBNAIL))
            # A new picture of the pixels alone: a save of the old one would carry its metadata along.
            shown = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except _DAMAGE:
        raise Invalid("blob-damaged") from None
    shown.info.clear()
    return shown


def _media_type(path: Path) -> str:
    """Say what a file is by what is in it.

    :raises Invalid: ``blob-wrong-type``
    """
    try:
        with Image.open(path, formats=tuple(TYPES)) as picture:
            found, pixels = TYPES.get(picture.format or ""), picture.width * picture.height
            picture.verify()
    except _DAMAGE:
        raise Invalid("blob-wrong-type") from None
    if found is None or pixels > MOST_PIXELS:
        raise Invalid("blob-wrong-type")
    return found


def _force(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
