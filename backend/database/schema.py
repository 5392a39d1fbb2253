"""The system tables' one MetaData, and the way to have it complete.

Every feature declares its tables on :class:`SystemTables` in its own ``models.py``. Entity tables, made when
a model is published, are never declared here.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

_PACKAGE = Path(__file__).resolve().parent.parent


class SystemTables(DeclarativeBase):
    """Parent of every system table's class; names constraints so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def load_models() -> MetaData:
    """Import every ``models.py`` and ``…_models.py`` of the feature folders; return the complete MetaData.

    By folder and not by a list: a table that migrations do not know of would be created nowhere.
    """
    for path in sorted(_PACKAGE.glob("*/*models.py")):
        import_module(f"backend.{path.parent.name}.{path.stem}")
    return SystemTables.metadata
