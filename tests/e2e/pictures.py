"""Files that a person might choose as a photo."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image

MAKE, GPS, CAMERA = 0x010F, 0x8825, "Lanternphone 9"


def photo(path: Path, *, width: int = 2400, height: int = 1800) -> Path:
    """Write a JPEG as a phone's camera does: larger than needed, with its maker and where it was taken."""
    noise = random.Random(7).randbytes(60 * 45 * 3)
    picture = Image.frombytes("RGB", (60, 45), noise).resize((width, height), Image.Resampling.BICUBIC)
    exif = picture.getexif()
    exif[MAKE] = CAMERA
    position = exif.get_ifd(GPS)
    position[1], position[2] = "N", (59.0, 19.0, 46.0)
    position[3], position[4] = "E", (18.0, 4.0, 7.0)
    picture.save(path, "JPEG", quality=92, exif=exif)
    return path


def too_large(path: Path) -> Path:
    """Write a file of 50 MB that says it is a photo."""
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(50 * 1024 * 1024)
    return path


def renamed_text(path: Path) -> Path:
    """Write a text that is called a photo."""
    path.write_text("This is a letter and no picture.\n" * 20)
    return path


def cut_short(path: Path) -> Path:
    """Write the beginning of a photo, as a full memory card leaves it."""
    whole = photo(path).read_bytes()
    path.write_bytes(whole[:300])
    return path
