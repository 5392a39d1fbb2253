"""How somebody works offline, as his roles and his organisation say: pure, on documents.

What a role says wins over the organisation; of several roles the most generous counts, each switch by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from backend.protocol.metadata import EXPERIENCES, SWITCHES

Document = Mapping[str, Any]

SEAMLESS: Final[Document] = MappingProxyType({"mode": "seamless", **dict.fromkeys(SWITCHES, True)})
"""Where nobody has said anything."""


def experience_of(roles: Iterable[Document], organisation: Document | None) -> Document:
    """Return the experience of somebody who holds these roles."""
    said = [role["experience"] for role in roles if role.get("experience")]
    if not said:
        return {**SEAMLESS, **(organisation or {})}
    mode = max((one["mode"] for one in said), key=EXPERIENCES.index)
    return {"mode": mode, **{switch: any(one.get(switch, True) for one in said) for switch in SWITCHES}}
