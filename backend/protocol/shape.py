"""The ground that every shape stands on: camelCase on the wire, nothing unknown let in.

Python stays snake_case; the wire name is derived, never written twice. A
:class:`Tagged` field holds one of several shapes, told apart by one key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

SLUG = r"^[a-z][a-z0-9_]{0,59}$"
"""Ids of entities, fields, choices, pages, blocks and actions: short readable slugs, fixed at creation."""

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def camel(name: str) -> str:
    """Return the wire name of a Python attribute: ``metadata_version`` → ``metadataVersion``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


_LARGEST = 2**53 - 1


def _exact(number: int) -> None:
    """Refuse a whole number that JavaScript would round, and a database could not hold."""
    if not -_LARGEST <= number <= _LARGEST:
        raise ValidationError("Not a number of at most 53 bits.")


class Shape(Schema):
    """A closed object: a key that it does not know is refused with its place."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give each field its wire name, unless it names one itself; hold whole numbers within bounds."""
        if field_obj.data_key is None:
            field_obj.data_key = camel(field_name)
        if isinstance(field_obj, fields.Integer):
            # A new list: bound fields are shallow copies and share the declared one's.
            field_obj.validators = [_exact, *field_obj.validators]


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
        found = self.shapes.get(str(value.get(self.tag)))
        if found is None:
            raise ValidationError({self.tag: [f"Unknown {self.tag}: {value.get(self.tag)!r}."]})
        return found()


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


def text(limit: int = 5000, **options: Any) -> fields.Dict:
    """Declare a text in several languages: language code → string of at most ``limit`` characters."""
    return fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
        values=fields.String(validate=validate.Length(max=limit)),
        **options,
    )
