"""What the attacks on unreadable records and hidden fields have in common."""

from __future__ import annotations

import json
import re
from typing import Any

SECRET = "Zwartboek"
ALL = "read create edit delete assign share"
IDENTITY = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Act = dict[str, Any]


def alike(answer: Any, *names: str) -> str:
    """Return an answer as it goes over the wire, with the ids and names in the question blotted out."""
    written = IDENTITY.sub("<id>", json.dumps(answer, default=str, sort_keys=True))
    for name in names:
        written = written.replace(name, "<name>")
    return written
