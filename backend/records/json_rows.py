"""Rows as JSON text, made by the database: how each kind of value is written as SQL.

What an expression gives reads as what :meth:`FieldType.to_wire` gives, and a field without a value is left
out. A type that is written in a way of its own and is not named here has no expression: its entity is read
value by value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import orjson

from backend.fields.big_integer import BigInteger
from backend.fields.contract import Column, FieldType, Kind
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.date import Date
from backend.fields.date_time import DateTime
from backend.fields.decimal import Decimal
from backend.fields.money import STORED_SCALE, Money
from backend.records.layout import Layout, StoredField

_ARGUMENTS: Final = 90
"""Arguments of one function: PostgreSQL takes 100, SQLite 127."""
_AS_THE_COLUMN: Final = (Decimal, Date, DateTime)
"""Types with a ``to_wire`` of their own that writes their column as :func:`_written` does."""


def row_text(layout: Layout, names: Iterable[str], dialect: str) -> str | None:
    """Return the expression of a row ``[id,version,{values}]``; None: a field has none.

    The sidecar is called ``r`` and the entity's table ``t``.
    """
    kept = frozenset(names)
    pairs: list[str] = []
    for field in layout.fields.values():
        if field.id in kept:
            value = _value(field, dialect)
            if value is None:
                return None
            pairs.append(f"{_literal(',' + orjson.dumps(field.id).decode() + ':')} || {value}")
    if layout.entity.owned:
        pairs.append(f"""',"owner":"' || {_text("r.owner", dialect)} || '"'""")
    joined = _joined(pairs, dialect)
    if dialect == "postgresql":
        return f"""concat('["', r.id, '",', r.version, ',{{', substr({joined}, 2), '}}]')"""
    return f"""printf('["%s",%d,{{%s}}]', r.id, r.version, substr({joined}, 2))"""


def quoted(name: str) -> str:
    """Return the name of a column or table as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _joined(parts: Sequence[str], dialect: str) -> str:
    """Return texts one after the other; those that are null are left out."""
    if not parts:
        return "''"
    some = [parts[start : start + _ARGUMENTS] for start in range(0, len(parts), _ARGUMENTS)]
    if dialect == "postgresql":
        return " || ".join(f"concat({', '.join(one)})" for one in some)
    return " || ".join(f"printf('{'%s' * len(one)}', {', '.join(one)})" for one in some)


def _value(field: StoredField, dialect: str) -> str | None:
    kind = type(field.type)
    columns = [(f"t.{quoted(name)}", column) for name, column in field.columns]
    if kind is Money:
        (amount, _), (currency, _) = columns
        return _money(amount, currency, dialect)
    if kind is BigInteger:
        return f"""'"' || {_text(columns[0][0], dialect)} || '"'"""
    plain = kind.to_wire is FieldType.to_wire or kind in _AS_THE_COLUMN
    own = kind.from_columns is not FieldType.from_columns and kind is not Decimal
    if not plain or own or len(columns) != 1:
        return None
    return _written(*columns[0], dialect)


def _written(sql: str, column: Column, dialect: str) -> str:
    on_postgresql = dialect == "postgresql"
    match column.kind:
        case Kind.TEXT:
            # SQLite quotes null as the word; nothing would be what is meant.
            quote = f"CASE WHEN {sql} IS NOT NULL THEN json_quote({sql}) END"
            return f"to_json({sql})::text" if on_postgresql else quote
        case Kind.INTEGER | Kind.JSON:
            return _text(sql, dialect)
        case Kind.BOOLEAN:
            return f"CASE WHEN {sql} THEN 'true' WHEN NOT {sql} THEN 'false' END"
        case Kind.SCALED:
            return _decimal(sql, column.scale, column.scale, dialect)
        case Kind.DATE if on_postgresql:
            return f"to_json({sql})::text"
        case Kind.INSTANT if on_postgresql:
            moment = f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
            return f"""'"' || {moment} || '"'"""
        case Kind.DATE | Kind.INSTANT | Kind.UUID:
            return f"""'"' || {_text(sql, dialect)} || '"'"""


def _decimal(sql: str, stored: int, scale: int, dialect: str) -> str:
    """Return a decimal that is ``stored`` with so many digits after the point, written with ``scale``."""
    if dialect == "postgresql":
        return f"""'"' || round({sql}, {scale})::text || '"'"""
    # What goes beyond the scale of a currency was refused when it was written: nothing is cut off.
    whole, part = 10**stored, 10 ** (stored - scale)
    if scale == 0:
        return f"""'"' || ({sql} / {whole}) || '"'"""
    minus = f"CASE WHEN {sql} < 0 THEN '-' ELSE '' END"
    digits = f"""printf('"%s%d.%0{scale}d"', {minus}, abs({sql}) / {whole}, abs({sql}) % {whole} / {part})"""
    return f"CASE WHEN {sql} IS NOT NULL THEN {digits} END"


def _money(amount: str, currency: str, dialect: str) -> str:
    others: defaultdict[int, list[str]] = defaultdict(list)
    for code, scale in CURRENCY_SCALES.items():
        others[scale].append(_literal(code))
    usual = max(others, key=lambda scale: len(others[scale]))
    cases = [
        f"WHEN {currency} IN ({', '.join(codes)}) THEN {_decimal(amount, STORED_SCALE, scale, dialect)}"
        for scale, codes in others.items()
        if scale != usual
    ]
    rest = _decimal(amount, STORED_SCALE, usual, dialect)
    digits = f"CASE {' '.join(cases)} ELSE {rest} END" if cases else rest
    code = _written(currency, Column(Kind.TEXT), dialect)
    return f"""'{{"amount":' || {digits} || ',"currency":' || {code} || '}}'"""


def _text(sql: str, dialect: str) -> str:
    return f"{sql}::text" if dialect == "postgresql" else sql


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
