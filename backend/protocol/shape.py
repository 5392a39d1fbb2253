"""The ground that every shape stands on: camelCase on the wire, nothing unknown let in.

Python stays snake_case; the wire name is derived, never written twice. A
:class:`Tagged` field holds one of several shapes, told apart by one key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

SLUG = r"^[a-z][a-z0-9_]{0,59}$"
"""Ids of entities, fields, choices, pages, blocks and actions: short readable slugs, fixed at creation."""

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def camel(name: str) -> str:
    """Return the wire name of a Python attribute: ``metadata_version`` → ``metadataVersion``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


@cache
def shared(shape: type[Schema]) -> Schema:
    """Return the one instance of a shape, which keeps nothing of what it reads and writes.

    Making one copies every field that it declares: more work than reading most messages.
    """
    return shape()


_LARGEST = 2**53 - 1


def _exact(number: int) -> None:
    """Refuse a whole number that JavaScript would round, and a database could not hold."""
    if not -_LARGEST <= number <= _LARGEST:
        raise ValidationError("Not a number of at most 53 bits.")


MOST_PARTS = {fields.List: 10_000, fields.Dict: 2_000}
"""How many parts a list or dictionary has at most that does not say so itself."""


def _bounded(field: fields.List[Any] | fields.Dict) -> Callable[[Any], Any]:
    """Return what counts the parts of a value before any of them is looked at: there may be very many."""
    limits = [one for one in field.validators if isinstance(one, validate.Length)]
    kind = fields.List if isinstance(field, fields.List) else fields.Dict
    limits.append(validate.Length(max=MOST_PARTS[kind]))

    def count(value: Any) -> Any:
        if isinstance(value, list | dict):
            for limit in limits:
                limit(value)
        return value

    return count


class Shape(Schema):
    """A closed object: a key that it does not know is refused with its place."""

    numbers_as_text = False

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give each field its wire name, unless it names one itself; hold numbers and lists in bounds."""
        if field_obj.data_key is None:
            field_obj.data_key = camel(field_name)
        for one in _with_parts(field_obj):
            if isinstance(one, fields.Integer):
                # Neither "12" nor 12.0: what is stored and compared would not be what was sent.
                one.strict = not self.numbers_as_text
                # A new list: bound fields are shallow copies and share the declared one's.
                one.validators = [_exact, *one.validators]
            elif isinstance(one, fields.List | fields.Dict):
                one.pre_load = [_bounded(one), *one.pre_load]


def _with_parts(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    """Give a bound field and those of which lists, tuples and dictionaries are made."""
    yield field
    match field:
        case fields.List():
            parts = [field.inner]
        case fields.Tuple():
            parts = list(field.tuple_fields)
        case fields.Dict():
            parts = [one for one in (field.key_field, field.value_field) if one is not None]
        case _:
            parts = []
    for part in parts:
        yield from _with_parts(part)


class QueryShape(Shape):
    """What stands behind the question mark of an address, where numbers are text."""

    numbers_as_text = True


class OpenShape(Shape):
    """An object of which keys may be added by newer ends: what it does not know is ignored."""

    class Meta:
        unknown = EXCLUDE


class Tagged(fields.Field[Any]):
    """One of several shapes, chosen by the value of ``tag``.

    :param shapes: tag value → shape; each shape declares the tag itself, as :func:`tag`.
    """

    default_error_messages = {"object": "Not an object.", "tag": "Unknown {name}: {value}."}

    def __init__(
        self, shapes: Mapping[str, type[Schema]], *, tag: str = "type", name: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.shapes, self.tag, self.name_of_union = shapes, tag, name

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        return self._shape(value).load(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        return None if value is None else self._shape(value).dump(value)

    def _shape(self, value: Any) -> Schema:
        if not isinstance(value, Mapping):
            raise self.make_error("object")
        named = value.get(self.tag)
        found = self.shapes.get(named) if isinstance(named, str) else None
        if found is None:
            told = repr(named[:60]) if isinstance(named, str) else type(named).__name__
            raise ValidationError({self.tag: [f"Unknown {self.tag}: {told}."]})
        return shared(found)


def tag(value: str) -> fields.String:
    """Declare the key that tells a shape of a :class:`Tagged` apart."""
    return fields.String(required=True, validate=validate.OneOf([value]))


def choice(*values: str, **options: Any) -> fields.String:
    """Declare a closed set of strings (a literal union in TypeScript)."""
    return fields.String(validate=validate.OneOf(values), **options)


def slug(**options: Any) -> fields.String:
    """Declare an id of a metadata node."""
    return fields.String(
        validate=validate.Regexp(SLUG, error="Use a–z, 0–9 and _, begin with a letter."), **options
    )


def uuid(**options: Any) -> fields.String:
    """Declare the id of a record, device, blob or change: a lower-case UUID."""
    return fields.String(validate=validate.Regexp(UUID, error="Not a lower-case UUID."), **options)


def rule(**options: Any) -> fields.Dict:
    """Declare an expression that may be absent, checked by ``backend.expressions``."""
    return fields.Dict(load_default=None, allow_none=True, metadata={"expression": True, **options})


def text(limit: int = 5000, **options: Any) -> fields.Dict:
    """Declare a text in several languages: language code → string of at most ``limit`` characters."""
    return fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
        values=fields.String(validate=validate.Length(max=limit)),
        **options,
    )
