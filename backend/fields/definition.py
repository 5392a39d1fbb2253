"""A field's definition, as far as its type needs it.

Read from the model document (`backend.protocol.metadata.Field`, camelCase). Keys that
a field type does not use are simply absent from what it looks at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One property of an entity. ``minimum`` and ``maximum`` are wire values; ``choices`` are ids."""

    id: str
    type: str
    required: bool = False
    max_length: int | None = None
    scale: int | None = None
    minimum: Any = None
    maximum: Any = None
    currency: str | None = None
    choices: tuple[str, ...] = ()
    target: str | None = None
    prefix: str = ""
    digits: int | None = None
    several: bool = False
    manual: bool = False

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Field:
        """Read a field of the model document."""
        return cls(
            id=document["id"],
            type=document["type"],
            required=bool(document.get("required")),
            max_length=document.get("maxLength"),
            scale=document.get("scale"),
            minimum=document.get("minimum"),
            maximum=document.get("maximum"),
            currency=document.get("currency"),
            choices=tuple(choice["id"] for choice in document.get("choices") or ()),
            target=document.get("target"),
            prefix=document.get("prefix") or "",
            digits=document.get("digits"),
            several=bool(document.get("several")),
            manual=bool(document.get("manual")),
        )

    @property
    def links(self) -> bool:
        """Whether a value points at several records."""
        return self.type == "lookup" and self.several

    @property
    def numbered(self) -> bool:
        """Whether the server gives each new record its value."""
        return self.type == "auto_number" and not self.manual
