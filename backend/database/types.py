"""Column types that hold the same value on SQLite and PostgreSQL.

One table of truth with the value table of ``docs/architecture.md``: what Python sees is equal on both
databases; only the column differs. A value that one of them could not give back unchanged is refused
when it is bound.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, Numeric, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from backend.database.instants import cut_to_milliseconds, format_instant, parse_instant

_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

DECIMAL_DIGITS = 18
"""Digits of a decimal in all, before and after the point."""


class UtcInstant(TypeDecorator[dt.datetime]):
    """A moment, aware and in UTC, to the millisecond: TEXT that sorts as time does, or timestamptz."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(DateTime(timezone=True) if on_postgresql else Text())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        text = format_instant(value)
        return cut_to_milliseconds(value.astimezone(dt.UTC)) if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        instant: dt.datetime = (
            value.astimezone(dt.UTC) if dialect.name == "postgresql" else parse_instant(value)
        )
        return instant


class Uuid(TypeDecorator[str]):
    """An id as lower-case text with hyphens in Python: TEXT, or uuid."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID(as_uuid=False) if on_postgresql else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        # Nearly all come as they are stored, and every pull binds hundreds.
        if value is None or _CANONICAL.fullmatch(value):
            return value
        return str(uuid.UUID(value))


class JsonDocument(TypeDecorator[Any]):
    """Any JSON value, None being SQL NULL: TEXT, or jsonb.

    Key order and the spelling of numbers are not kept: PostgreSQL does not keep them.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.JSONB(none_as_null=True) if on_postgresql else Text())

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return orjson.dumps(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return orjson.loads(value)


class ScaledDecimal(TypeDecorator[Decimal]):
    """An exact decimal with a fixed number of digits after the point: a scaled INTEGER, or numeric."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        if not 0 <= scale <= 10:
            raise ValueError(f"the scale of a decimal is 0 to 10, not {scale}")
        super().__init__()
        self.scale = scale

    def __repr__(self) -> str:
        return f"ScaledDecimal({self.scale})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(Numeric(DECIMAL_DIGITS, self.scale) if on_postgresql else BigInteger())

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if isinstance(value, float | bool) or not isinstance(value, Decimal | int):
            raise TypeError(f"a decimal column takes Decimal, not {type(value).__name__}")
        number = Decimal(value)
        scaled = number.scaleb(self.scale) if number.is_finite() else number
        if not number.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{value} does not fit {self.scale} digits after the point")
        if abs(scaled) >= 10**DECIMAL_DIGITS:
            raise ValueError(f"{value} has more than {DECIMAL_DIGITS} digits")
        return number if dialect.name == "postgresql" else int(scaled)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        if dialect.name == "postgresql":
            return Decimal(value).quantize(Decimal(1).scaleb(-self.scale))
        return Decimal(value).scaleb(-self.scale)


class Blob(TypeDecorator[bytes]):
    """Bytes: BLOB, or bytea."""

    impl = LargeBinary
    cache_ok = True
