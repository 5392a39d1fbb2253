"""What accounts ask of features above them, joined in ``backend/__init__``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The people's records, and the metadata that devices work by."""

    create_person: Callable[[Session, str, str], str]
    """Makes the record of a person: (session, name, e-mail) → record id."""
    roles_changed: Callable[[Session], None]
    """Lets devices learn that what somebody may do has changed."""
