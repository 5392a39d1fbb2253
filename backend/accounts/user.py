"""The person on whose behalf something is done, with all that decides what he may do.

A value, made once a request or command by :mod:`backend.accounts.service`; services
take it as an argument and never ask who is signed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class User:
    """A signed-in person.

    ``rights``: entity id → operations out of read, create, edit, delete; the union of his roles'.
    ``everything``: installation-wide right, of the administrator and of :data:`OFFICE`.
    """

    account: int
    person: str
    name: str
    language: str = "en"
    roles: frozenset[str] = frozenset()
    rights: Mapping[str, frozenset[str]] = field(default_factory=lambda: NOTHING)
    workspaces: frozenset[str] = frozenset()
    privileges: frozenset[str] = frozenset()
    everything: bool = False

    def may(self, operation: str, entity: str) -> bool:
        """Say whether the user may do ``operation`` on records of ``entity``."""
        return self.everything or operation in self.rights.get(entity, frozenset())

    def has(self, privilege: str) -> bool:
        """Say whether the user holds ``privilege`` (use_app, go_offline, design, administer)."""
        return self.everything or privilege in self.privileges

    @property
    def rights_key(self) -> str:
        """A hash of everything that decides which records the user may hold; it moves when a right does."""
        readable = sorted(entity for entity, operations in self.rights.items() if "read" in operations)
        parts = [self.person, str(self.everything), *readable]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


OFFICE_PERSON = "00000000-0000-7000-8000-000000000001"
"""The record id that imports, packages and the system itself write under."""

OFFICE = User(account=0, person=OFFICE_PERSON, name="Satchel", everything=True)
"""The user of work that nobody signed in does."""
