"""Replies written by functions made of their shapes; what is not plain is written by marshmallow.

The other half of :mod:`backend.protocol.loading`: one meaning, and functions that do the ordinary at once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing

from backend.protocol.loading import SCALARS, NotPlain, Read, as_it_is, chosen, is_plain
from backend.protocol.shape import Tagged, shared


def dump(shape: type[Schema], document: Any) -> Any:
    """Return a document as ``shape`` dumps it."""
    write = _writer(shape)
    if write is not None:
        try:
            return write(document)
        except NotPlain:
            pass
    return shared(shape).dump(document)


@cache
def _writer(shape: type[Schema]) -> Read | None:
    try:
        return _object(shared(shape))
    except NotPlain:
        return None


def _object(schema: Schema) -> Read:
    if not is_plain(schema):
        raise NotPlain
    parts = []
    for name, field in schema.dump_fields.items():
        if field.attribute is not None:
            raise NotPlain
        parts.append((name, field.data_key or name, _value(field), field.dump_default, hasattr(dict, name)))

    def write(document: Any) -> Any:
        if type(document) is not dict:
            raise NotPlain
        written = {}
        for name, key, part, default, is_method in parts:
            value = document.get(name, missing)
            if value is missing:
                # Marshmallow takes a method of the dictionary that has the name.
                if default is not missing or is_method:
                    raise NotPlain
                continue
            written[key] = None if value is None else part(value)
        return written

    return write


def _value(field: fields.Field[Any]) -> Read:
    """Return what writes a field that is not empty."""
    kind = SCALARS.get(type(field))
    if kind is not None:
        if getattr(field, "as_string", False):
            raise NotPlain
        return _scalar(kind)
    if type(field) is fields.Raw:
        return as_it_is
    if type(field) is fields.List:
        return _list(_value(field.inner))
    if type(field) is fields.Dict:
        keys, values = field.key_field, field.value_field
        return _dict(_value(keys) if keys else as_it_is, _value(values) if values else as_it_is)
    if type(field) is fields.Nested and not field.many:
        return _object(field.schema)
    if type(field) is Tagged:
        return chosen(field, _object)
    raise NotPlain


def _scalar(kind: type) -> Read:
    def write(value: Any) -> Any:
        if type(value) is not kind:
            raise NotPlain
        return value

    return write


def _list(part: Read) -> Read:
    def write(value: Any) -> Any:
        if type(value) is not list:
            raise NotPlain
        return [None if one is None else part(one) for one in value]

    return write


def _dict(key: Read, part: Read) -> Read:
    def write(value: Any) -> Any:
        if type(value) is not dict:
            raise NotPlain
        return {key(name): None if one is None else part(one) for name, one in value.items()}

    return write
