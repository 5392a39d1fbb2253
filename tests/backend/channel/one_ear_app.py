"""The application with one of its two ways to hear of other processes: announcements, or looking by itself.

``HEARS`` says which. What a process commits itself it always knows at once.
"""

from __future__ import annotations

import os

from backend.channel import bus
from backend.channel.announcements import Announcements
from tests.backend.channel.channel_app import channel_app

NEVER = 3600.0

if os.environ["HEARS"] == "announcements":
    bus.POLL_SECONDS = (NEVER, NEVER)
else:
    Announcements._hear = lambda self, what: None  # type: ignore[method-assign]

app = channel_app()
