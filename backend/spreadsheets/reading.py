"""A cell read as the value of a field: text becomes what travels, or it is said why it cannot.

How numbers and days are written is the column's; names of choices and of records are looked up by their
equal keys, so neither case nor spaces count.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.fields.date_time import DateTime
from backend.fields.definition import Field
from backend.fields.fold import equal_key
from backend.fields.problems import ValueProblem
from backend.fields.record_id import id_of
from backend.fields.registry import type_of
from backend.fields.texts import TextLike
from backend.spreadsheets.blanks import says_nothing
from backend.spreadsheets.cells import Cell, LinkedText, text_of
from backend.spreadsheets.written_days import day_of, is_missing_day, moment_of
from backend.spreadsheets.written_numbers import number_of
from backend.spreadsheets.yes_and_no import yes_or_no

Document = Mapping[str, Any]

SEVERAL: Final = "several"
"""Stands for the id of a title that more than one record has."""
_MAIL: Final = "mailto:"
_PARTS: Final = re.compile(r"[;\n]")


class CellProblem(Exception):
    """A cell that is no value of its field, and why."""

    def __init__(self, code: str, **arguments: Any) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


@dataclass(frozen=True)
class MappedColumn:
    """A column, the field that it fills, and how its cells are written."""

    column: int
    field: Field
    document: Document
    decimal: str
    days: str
    currency: str | None
    zone: dt.tzinfo
    choices: Mapping[str, str]
    """Equal key of a label, in any language, of the id, or of what means the same → id."""

    @classmethod
    def of(cls, mapped: Document, document: Document, zone: dt.tzinfo) -> MappedColumn:
        """Join a column of a plan with the document of its field."""
        choices = {equal_key(text): choice for text, choice in mapped.get("means", {}).items()}
        for one in document.get("choices") or ():
            for name in (one["id"], *one["label"].values()):
                choices.setdefault(equal_key(name), one["id"])
        return cls(
            mapped["column"],
            Field.of(document),
            document,
            mapped["decimal"],
            mapped["days"],
            mapped["currency"] or document.get("currency"),
            zone,
            choices,
        )

    def titles(self, cell: Cell) -> Iterator[str]:
        """Yield the titles of records that a cell of a lookup names."""
        if self.field.type == "lookup" and cell is not None:
            yield from _parts(cell) if self.field.several else [text_of(cell)]

    def wire(self, cell: Cell, records: Mapping[tuple[str, str], str]) -> Any:
        """Read a cell; ``records``: target entity and equal key of a title → id.

        A word that says that there is nothing is empty where it is no value.

        :raises CellProblem: it is no value of the field
        """
        if cell is None:
            return None
        read = _READERS.get(self.field.type, _text)
        try:
            if self.field.several and self.field.type in ("choice", "lookup"):
                wire = [read(self, part, records) for part in _parts(cell)]
            else:
                wire = read(self, cell, records)
            type_of(self.field).parse(wire, self.field)
        except (ValueProblem, CellProblem) as problem:
            if says_nothing(cell):
                return None
            raise CellProblem(problem.code, **problem.arguments) from None
        return wire


def can_fill(document: Document) -> bool:
    """Tell whether cells can be values of a field at all: pictures and the like cannot."""
    return document["type"] in _READERS or isinstance(type_of(Field.of(document)), TextLike)


Records = Mapping[tuple[str, str], str]


def _parts(cell: Cell) -> list[str]:
    return [part.strip() for part in _PARTS.split(text_of(cell)) if part.strip()]


def _text(_column: MappedColumn, cell: Cell, _records: Records) -> str:
    return text_of(cell)


def _link(_column: MappedColumn, cell: Cell, _records: Records) -> str:
    return cell.address if isinstance(cell, LinkedText) else text_of(cell)


def _email(_column: MappedColumn, cell: Cell, _records: Records) -> str:
    if isinstance(cell, LinkedText) and cell.address.startswith(_MAIL):
        return cell.address.removeprefix(_MAIL).partition("?")[0]
    return text_of(cell)


def _number(column: MappedColumn, cell: Cell) -> str:
    if isinstance(cell, bool | dt.date):
        raise ValueProblem("value-not-a-number")
    found = number_of(text_of(cell), column.decimal if isinstance(cell, str) else ".")
    if found is None:
        raise ValueProblem("value-not-a-number")
    if column.field.type == "money" and found.currency and column.currency not in (None, found.currency):
        raise CellProblem("import-other-currency", currency=found.currency)
    return found.number


def _integer(column: MappedColumn, cell: Cell, _records: Records) -> int:
    whole, _, decimals = _number(column, cell).partition(".")
    if decimals.strip("0"):
        raise ValueProblem("value-not-whole")
    return int(whole)


def _decimal(column: MappedColumn, cell: Cell, _records: Records) -> str:
    return _number(column, cell)


def _money(column: MappedColumn, cell: Cell, _records: Records) -> Document:
    amount = _number(column, cell)
    written = number_of(text_of(cell), column.decimal if isinstance(cell, str) else ".")
    currency = column.currency or (written.currency if written else None)
    if currency is None:
        raise ValueProblem("value-not-a-currency")
    return {"amount": amount, "currency": currency}


def _yes_no(_column: MappedColumn, cell: Cell, _records: Records) -> bool:
    found = yes_or_no(cell)
    if found is None:
        raise ValueProblem("value-not-yes-or-no")
    return found


def _date(column: MappedColumn, cell: Cell, _records: Records) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    found = cell if isinstance(cell, dt.date) else None
    if isinstance(cell, str):
        found = day_of(cell, column.days)
    if found is None:
        raise _no_day(cell, "import-not-a-date", column.days)
    return found.isoformat()


def _date_time(column: MappedColumn, cell: Cell, _records: Records) -> str | None:
    moment: dt.datetime | None = None
    if isinstance(cell, dt.datetime):
        moment = cell.replace(tzinfo=column.zone)
    else:
        day = cell if isinstance(cell, dt.date) else None
        if isinstance(cell, str):
            moment, day = moment_of(cell, column.days, column.zone), day_of(cell, column.days)
        if moment is None and day is not None:
            moment = dt.datetime.combine(day, dt.time(), column.zone)
    if moment is None:
        raise _no_day(cell, "import-not-a-time", column.days)
    try:
        return DateTime().to_wire(moment)
    except OverflowError:
        raise ValueProblem("value-not-a-time") from None


def _no_day(cell: Cell, code: str, order: str) -> CellProblem:
    missing = isinstance(cell, str) and is_missing_day(cell)
    return CellProblem("import-no-such-day") if missing else CellProblem(code, order=order)


def _choice(column: MappedColumn, cell: Cell, _records: Records) -> str:
    found = column.choices.get(equal_key(text_of(cell)))
    if found is None:
        raise CellProblem("import-choice-unknown")
    return found


def _lookup(column: MappedColumn, cell: Cell, records: Records) -> str:
    title = text_of(cell)
    found = records.get((column.field.target or "", equal_key(title))) or id_of(title)
    if found is None:
        raise CellProblem("import-title-unknown")
    if found == SEVERAL:
        raise CellProblem("import-title-several")
    return found


_READERS: Final[Mapping[str, Callable[[MappedColumn, Cell, Records], Any]]] = {
    "integer": _integer,
    "big_integer": _decimal,
    "decimal": _decimal,
    "money": _money,
    "yes_no": _yes_no,
    "date": _date,
    "date_time": _date_time,
    "choice": _choice,
    "lookup": _lookup,
    "link": _link,
    "email": _email,
}
