"""The field types there are. Adding one is a module here and a line below, and the same in the phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from backend.fields.auto_number import AutoNumber
from backend.fields.barcode import Barcode
from backend.fields.big_integer import BigInteger
from backend.fields.choice import Choice
from backend.fields.contract import FieldType
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.date import Date
from backend.fields.date_time import DateTime
from backend.fields.decimal import Decimal
from backend.fields.definition import Field
from backend.fields.email import Email
from backend.fields.file import File
from backend.fields.image import Image
from backend.fields.integer import Integer
from backend.fields.link import Link
from backend.fields.lookup import Lookup
from backend.fields.money import Money
from backend.fields.multi_line import MultiLine
from backend.fields.phone import Phone
from backend.fields.position import Position
from backend.fields.problems import ValueProblem
from backend.fields.signature import Signature
from backend.fields.text import Text
from backend.fields.yes_no import YesNo

FIELD_TYPES: Final[dict[str, FieldType[Any]]] = {
    field_type.id: field_type
    for field_type in (
        Text(),
        MultiLine(),
        Integer(),
        BigInteger(),
        Decimal(),
        Money(),
        YesNo(),
        Date(),
        DateTime(),
        Choice(),
        Lookup(),
        Phone(),
        Email(),
        Link(),
        Barcode(),
        AutoNumber(),
        Image(),
        File(),
        Signature(),
        Position(),
    )
}


def type_of(field: Field) -> FieldType[Any]:
    """Return the type of a field. A KeyError is a defect: publishing checks the types of a model."""
    return FIELD_TYPES[field.type]


def read(wire: Any, field: Field) -> Any:
    """Read the wire value of a field in a whole record, where required fields must be filled.

    Raises:
        ValueProblem: it cannot be a value of the field, or is empty although the field is required.
    """
    value = type_of(field).parse(wire, field)
    if value is None and field.required:
        raise ValueProblem("value-required")
    return value


def canonical(wire: Any, field: Field) -> Any:
    """Return the wire form that is stored and hashed.

    Raises:
        ValueProblem: it cannot be a value of the field.
    """
    field_type = type_of(field)
    return field_type.to_wire(field_type.parse(wire, field))


def check_definition(field: Field, default: Any = None) -> None:
    """Check that the limits and the default of a field are values of its type.

    Publishing asks this, so that ``parse`` may trust the limits.

    Raises:
        ValueProblem: one of them is not.
    """
    free = replace(field, required=False, minimum=None, maximum=None)
    for limit in (field.minimum, field.maximum):
        if limit is not None:
            in_currency = {"amount": limit, "currency": field.currency or "EUR"}
            read(in_currency if field.type == "money" else limit, free)
    if field.currency is not None and field.currency not in CURRENCY_SCALES:
        raise ValueProblem("value-not-a-currency")
    read(default, replace(field, required=False))
