"""The export of the shapes: JSON Schema, from which the TypeScript types are made.

``python -m backend.protocol.export`` writes ``frontend/protocol/``; with ``--check`` it
writes nothing and fails where what stands there differs. Development only: apispec and
Node's json-schema-to-typescript are not on a running server.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields

from backend.protocol import (
    blocks,
    changes,
    checks,
    designs,
    devices,
    drafts,
    effects,
    exchange,
    figures,
    imports,
    looking,
    messages,
    metadata,
    model,
    past,
    problems,
    profiles,
    rest,
    standing,
    workspaces,
)
from backend.protocol.shape import OpenShape, Shape, Tagged, camel
from backend.protocol.version import PROTOCOL_VERSION

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "frontend" / "protocol"

UNIONS: dict[str, Mapping[str, type[Schema]]] = {
    "Block": blocks.BLOCKS,
    "Rule": profiles.RULES,
    "Act": changes.ACTS,
    "Patch": designs.PATCHES,
    "RequestMessage": messages.REQUESTS,
    "ReplyMessage": messages.REPLIES,
    "PushedMessage": messages.PUSHED,
}
"""Name of a union → its shapes."""

REFERENCED = re.compile(r"\n \* (?:\n \* )?This interface was referenced by .*\n \* via the `definition` .*")
"""What json-schema-to-typescript writes above every type."""

ROW = {
    "type": "array",
    "description": inspect.cleandoc(exchange.Row.__doc__ or ""),
    "items": [{"type": "string"}, {"type": "integer"}, {"type": "object", "additionalProperties": True}],
    "minItems": 3,
    "maxItems": 3,
}

MODULES = (
    problems,
    model,
    blocks,
    workspaces,
    metadata,
    profiles,
    changes,
    exchange,
    standing,
    checks,
    messages,
    designs,
    effects,
    looking,
    devices,
    drafts,
    figures,
    past,
    rest,
    imports,
)


DOCUMENTS = frozenset(one.__name__ for one in (model, blocks, workspaces, metadata, profiles))
"""The modules of documents, of which a device is sent whole ones."""


def shapes() -> dict[str, type[Schema]]:
    """Return every exported shape by its name. Two shapes of one name are an error."""
    found: dict[str, type[Schema]] = {}
    for module in MODULES:
        for name, item in vars(module).items():
            if not (inspect.isclass(item) and issubclass(item, Shape) and item.__module__ == module.__name__):
                continue
            if found.setdefault(name, item) is not item:
                raise ValueError(f"two shapes are called {name}")
    return found


def schema() -> dict[str, Any]:
    """Return one JSON Schema document that defines every shape and union."""
    from apispec import APISpec
    from apispec.ext.marshmallow import MarshmallowPlugin

    plugin = MarshmallowPlugin(schema_name_resolver=lambda shape: _name(shape))
    spec = APISpec(title="Satchel", version=str(PROTOCOL_VERSION), openapi_version="3.1.0", plugins=[plugin])
    assert plugin.converter is not None
    for describe in (_union, _row, _raw):
        plugin.converter.add_attribute_function(describe)  # type: ignore[no-untyped-call]
    known = shapes()
    for name, shape in known.items():
        if name not in spec.components.schemas:
            spec.components.schema(name, schema=shape)
    definitions = spec.to_dict()["components"]["schemas"]
    for name, shape in known.items():
        definitions[name]["description"] = inspect.cleandoc(shape.__doc__ or "")
        definitions[name]["additionalProperties"] = False
        _answered(definitions[name], shape)
    for name, members in UNIONS.items():
        definitions[name] = {"oneOf": [_reference(member) for member in members.values()]}
    definitions = {**_name_rows(definitions), "Row": ROW}
    text = json.dumps(definitions, sort_keys=True).replace("#/components/schemas/", "#/definitions/")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Protocol",
        "definitions": json.loads(text),
    }


def fingerprint() -> str:
    """Return a hash of all that travels: it changes when, and only when, a shape does."""
    document = schema()
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def typescript(document: dict[str, Any]) -> str:
    """Return the TypeScript module for a schema document, by json-schema-to-typescript."""
    program = (
        "import{compile}from'json-schema-to-typescript';import{readFileSync}from'node:fs';"
        "const s=JSON.parse(readFileSync(process.argv[1],'utf8'));"
        "process.stdout.write(await compile(s,'Protocol',{bannerComment:'',unreachableDefinitions:true,"
        "maxItems:-1,declareExternallyReferenced:true,strictIndexSignatures:false,format:false}))"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schema.json"
        path.write_text(json.dumps(document))
        command = ["node", "--input-type=module", "-e", program, str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"json-schema-to-typescript failed: {done.stderr}")
    return REFERENCED.sub("", done.stdout).replace("/**\n */\n", "")


def files() -> dict[str, str]:
    """Return every generated file: name → content."""
    document = schema()
    banner = "// Generated by `python3 dev.py protocol` from backend/protocol. Do not edit.\n\n"
    constants = f"export const PROTOCOL_VERSION = {PROTOCOL_VERSION};\n"
    return {
        "index.ts": banner + constants + "\n" + typescript(document),
        "schema.json": json.dumps(document, indent=1, sort_keys=True) + "\n",
    }


def _name(shape: Any) -> str:
    return shape.__name__ if inspect.isclass(shape) else type(shape).__name__


def _reference(shape: type[Schema]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _union(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    if isinstance(field, Tagged):
        return {"oneOf": [_reference(shape) for shape in field.shapes.values()]}
    return {}


def _raw(self: Any, field: fields.Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    return {"tsType": "unknown"} if type(field) is fields.Raw else {}


def _row(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    return {"x-row": True} if isinstance(field, exchange.Row) else {}


def _name_rows(node: Any) -> Any:
    """Return the tree without defaults, each marked row replaced by a reference to :data:`ROW`.

    apispec knows no tuples, and a default of null turns a type that may be anything into an object.
    """
    if isinstance(node, dict):
        if node.get("x-row"):
            return {"$ref": "#/components/schemas/Row"}
        return {
            key: _name_rows(value)
            for key, value in node.items()
            if key != "default" or isinstance(value, dict)
        }
    return [_name_rows(item) for item in node] if isinstance(node, list) else node


def _answered(definition: dict[str, Any], shape: type[Schema]) -> None:
    """Say of what only the server sends that every key is there, but those that are marked as optional."""
    if issubclass(shape, OpenShape) or shape.__module__ in DOCUMENTS:
        fields_of = shape._declared_fields
        optional = {camel(name) for name, field in fields_of.items() if field.metadata.get("optional")}
        definition["required"] = sorted(set(definition.get("properties", {})) - optional)


def main() -> int:
    """Write the generated files, or with ``--check`` compare them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = []
    for name, content in files().items():
        path = TARGET / name
        if not path.exists() or path.read_text() != content:
            stale.append(name)
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
    if stale and options.check:
        sys.stderr.write(
            f"frontend/protocol is not fresh: {', '.join(stale)}. Run python3 dev.py protocol.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
