"""Messages read by functions made of their shapes: what is plainly right passes, the rest is marshmallow's.

Marshmallow makes some ten calls for every value of every change. A shape is turned once into plain functions
that can only agree; where they do not, the shape itself reads the message and says what is wrong. So there
is one meaning, and one place that tells it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, missing, validate

from backend.protocol.shape import Tagged, shared

Read = Callable[[Any], Any]

SCALARS: Final[dict[type, type]] = {fields.String: str, fields.Integer: int, fields.Boolean: bool}
"""Fields whose values are kept as they come, if they are of just this type."""


class NotPlain(Exception):
    """A shape or a value that only marshmallow reads."""


def load(shape: type[Schema], raw: Any) -> Any:
    """Return what ``shape`` loads from a message.

    :raises ValidationError: as the shape does
    """
    read = _reader(shape)
    if read is not None:
        try:
            return read(raw)
        except (NotPlain, ValidationError):
            pass
    return shared(shape).load(raw)


def is_plain(schema: Schema) -> bool:
    """Say whether a shape is no more than its fields."""
    return not any(schema._hooks.values()) and not schema.many and schema.dict_class is dict


@cache
def _reader(shape: type[Schema]) -> Read | None:
    try:
        return _object(shared(shape))
    except NotPlain:
        return None


def _object(schema: Schema) -> Read:
    if not is_plain(schema) or schema.unknown not in (RAISE, EXCLUDE):
        raise NotPlain
    closed = schema.unknown == RAISE
    known: dict[str, tuple[str, Read]] = {}
    absent: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        if field.attribute is not None:
            raise NotPlain
        known[field.data_key or name] = name, _value(field)
        absent[name] = NotPlain if field.required else field.load_default

    def read(raw: Any) -> Any:
        if type(raw) is not dict:
            raise NotPlain
        found: dict[str, Any] = {}
        for key, value in raw.items():
            place = known.get(key)
            if place is not None:
                found[place[0]] = place[1](value)
            elif closed:
                raise NotPlain
        if len(found) < len(absent):
            for name, default in absent.items():
                if name in found or default is missing:
                    continue
                if default is NotPlain:
                    raise NotPlain
                found[name] = default() if callable(default) else default
        return found

    return read


def _value(field: fields.Field[Any]) -> Read:
    """Return what reads a field, empty or not."""
    if field.post_load:
        raise NotPlain
    kind, nullable = SCALARS.get(type(field)), field.allow_none
    checks, before = [_check(one) for one in field.validators], field.pre_load
    if kind is not None and not before:

        def scalar(value: Any) -> Any:
            if type(value) is not kind:
                if value is None and nullable:
                    return None
                raise NotPlain
            for check in checks:
                if not check(value):
                    raise NotPlain
            return value

        return scalar
    inside = _inside(field)

    def read(value: Any) -> Any:
        for prepare in before:
            value = prepare(value)
        if value is None:
            if nullable:
                return None
            raise NotPlain
        value = inside(value)
        for check in checks:
            if not check(value):
                raise NotPlain
        return value

    return read


def _inside(field: fields.Field[Any]) -> Read:
    """Return what reads a field that is not empty."""
    if type(field) is fields.Raw:
        return as_it_is
    if type(field) is fields.List:
        return _list(_value(field.inner))
    if type(field) is fields.Dict:
        keys, values = field.key_field, field.value_field
        return _dict(_value(keys) if keys else as_it_is, _value(values) if values else as_it_is)
    if type(field) is fields.Nested and not field.many and field.unknown is None:
        return _object(field.schema)
    if type(field) is Tagged:
        return chosen(field, _object)
    raise NotPlain


def as_it_is(value: Any) -> Any:
    """Return the value."""
    return value


def chosen(field: Tagged, made: Callable[[Schema], Read]) -> Read:
    """Return what reads or writes one of several shapes."""
    of_shapes = {value: made(shared(shape)) for value, shape in field.shapes.items()}
    tag = field.tag

    def work(value: Any) -> Any:
        named = value.get(tag) if type(value) is dict else None
        found = of_shapes.get(named) if type(named) is str else None
        if found is None:
            raise NotPlain
        return found(value)

    return work


def _list(part: Read) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise NotPlain
        return [part(one) for one in value]

    return read


def _dict(key: Read, part: Read) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise NotPlain
        return {key(name): part(one) for name, one in value.items()}

    return read


def _check(validator: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what is true of a value that a validator lets pass; it may raise what the validator raises."""
    if type(validator) is validate.Regexp:
        return validator.regex.match
    if type(validator) is validate.OneOf and all(type(one) is str for one in validator.choices):
        return frozenset(validator.choices).__contains__
    return lambda value: (validator(value), True)
