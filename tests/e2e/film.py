"""A film of what a phone shows: each picture for as long as it stood, in one animated file.

Pictures come from the browser whenever the screen has changed.
"""

from __future__ import annotations

import base64
import contextlib
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Error, Page

LONGEST_MS = 2_000
"""Nobody looks longer at a screen on which nothing happens."""


class Film:
    """Pictures of one phone after another, through restarts and crashes."""

    def __init__(self) -> None:
        self._pictures: list[tuple[float, bytes]] = []

    def watch(self, page: Page) -> None:
        """Film a page from now on."""
        session = page.context.new_cdp_session(page)

        def keep(frame: dict[str, Any]) -> None:
            self._pictures.append((time.monotonic(), base64.b64decode(frame["data"])))
            # The browser may have ended with this picture on its way.
            with contextlib.suppress(Error):
                session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", {"format": "jpeg", "quality": 70, "maxWidth": 390})

    def save(self, file: Path) -> Path:
        """Write the film as an animated WebP, and return where it is."""
        file.parent.mkdir(parents=True, exist_ok=True)
        first, *others = (Image.open(BytesIO(picture)) for _, picture in self._pictures)
        moments = [moment for moment, _ in self._pictures]
        ends = [*moments[1:], moments[-1] + LONGEST_MS / 1000]
        shown = [
            min(LONGEST_MS, round((end - begin) * 1000)) for begin, end in zip(moments, ends, strict=True)
        ]
        first.save(file, save_all=True, append_images=others, duration=shown, loop=0, quality=60, method=0)
        return file
