"""What the build has written: which files a page needs, and each file as it is sent.

A file whose name carries its digest never changes under that name and is kept by browsers for good.
Files are packed once, when first asked for, and kept packed.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from backend.errors import Unavailable
from backend.web.compression import WORTH_BYTES, pack

DIST = Path(__file__).resolve().parents[2] / "frontend" / "dist"

_DIGEST = re.compile(r"-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_PACKABLE = ("text/", "application/javascript", "application/json", "application/manifest", "image/svg")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What one page loads, as addresses."""

    script: str
    preloads: tuple[str, ...]
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, what they are, and how to tell one version from another."""

    body: bytes
    content_type: str
    digest: str
    lasting: bool
    """Its name changes with its content."""

    @property
    def packable(self) -> bool:
        """Whether packing makes it smaller: pictures and fonts are packed already."""
        return len(self.body) >= WORTH_BYTES and self.content_type.startswith(_PACKABLE)


class Assets:
    """One build, as it stood when first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Asset] = {}
        self._packed: dict[tuple[str, str], bytes] = {}

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        try:
            manifest: dict[str, Any] = orjson.loads((self._folder / ".vite" / "manifest.json").read_bytes())
        except FileNotFoundError:
            raise Unavailable("build-missing") from None
        return manifest

    def page(self, entry: str) -> Page:
        """Return what the page of an entry such as ``mobile/main.tsx`` loads, with all its chunks need.

        :raises Unavailable: ``build-missing``
        """
        if entry not in self._manifest:
            raise Unavailable("build-missing")
        chunks = [self._manifest[key] for key in self._chunks(entry)]
        styles = dict.fromkeys(f"/{style}" for chunk in chunks for style in chunk.get("css", ()))
        script, *preloads = (f"/{chunk['file']}" for chunk in chunks)
        return Page(script, tuple(preloads), tuple(styles))

    def asset(self, path: str) -> Asset | None:
        """Return the file at ``path`` inside the build; None when there is none."""
        found = self._found.get(path)
        if found is None:
            found = self._read(path)
            if found is not None:
                self._found[path] = found
        return found

    def packed(self, path: str, asset: Asset, encoding: str) -> bytes:
        """Return a file packed by ``encoding``. Takes a moment the first time: not for the serving thread."""
        key = (f"{path}:{asset.digest}", encoding)
        packed = self._packed.get(key)
        if packed is None:
            # Two who ask at once both pack. No lock: this runs on native threads, and gevent's patched locks
            # never wake a waiter there.
            packed = self._packed[key] = pack(asset.body, encoding, tight=True)
        return packed

    def _chunks(self, entry: str) -> list[str]:
        """Return the entry and all chunks that it imports at once, the entry first."""
        found: dict[str, None] = {}
        waiting = [entry]
        while waiting:
            key = waiting.pop(0)
            if key not in found:
                found[key] = None
                waiting += self._manifest[key].get("imports", ())
        return list(found)

    def _read(self, path: str) -> Asset | None:
        if "\0" in path:
            return None
        folder = self._folder.resolve()
        file = (folder / path).resolve()
        if not file.is_relative_to(folder) or any(part.startswith(".") for part in Path(path).parts):
            return None
        try:
            body = file.read_bytes()
        except OSError:
            return None
        content_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        return Asset(
            body,
            content_type or "application/octet-stream",
            hashlib.sha256(body).hexdigest()[:20],
            lasting=bool(_DIGEST.search(file.name)),
        )
