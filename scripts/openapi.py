"""Writes ``backend/web/openapi.json`` from the url map: ``python3 -m scripts.openapi [--check]``.

Each view says what it takes and gives by :func:`backend.web.speaks.speaks`; the shapes come from
``backend.protocol.export``. Views that declare nothing are not part of the interface and left out.
"""

import argparse
import inspect
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
TARGET = ROOT / "backend" / "web" / "openapi.json"
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the application."""
    from backend import create_app
    from backend.config import VERSION, Settings
    from backend.protocol import export

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({"DATA": folder}))
    schemas = export.schema()["definitions"]
    paths: dict[str, Any] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        speech = getattr(view, "speech", None)
        if speech is None:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = paths.setdefault(PARAMETER.sub(r"{\2}", rule.rule), {})
            path[method.lower()] = operation(rule, view, speech)
    schemas.update(shapes_of_views(app, schemas))
    text = json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Satchel", "version": VERSION},
            "paths": paths,
            "components": {"schemas": schemas},
        }
    )
    document: dict[str, Any] = json.loads(text.replace("#/definitions/", "#/components/schemas/"))
    return document


def shapes_of_views(app: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Describe the shapes that views take or give and that are no part of the protocol."""
    from apispec import APISpec
    from apispec.ext.marshmallow.openapi import OpenAPIConverter

    plain = APISpec("", "", "3.1.0")
    converter: Any = OpenAPIConverter("3.1.0", lambda schema: type(schema).__name__, plain)
    speeches = [speech for view in app.view_functions.values() if (speech := getattr(view, "speech", None))]
    shapes = {shape.__name__: shape for speech in speeches for shape in (speech.takes, speech.gives) if shape}
    return {
        name: {**converter.schema2jsonschema(shape()), "description": inspect.getdoc(shape)}
        for name, shape in sorted(shapes.items())
        if name not in known
    }


def operation(rule: Any, view: Any, speech: Any) -> dict[str, Any]:
    """Describe one method of one path."""
    summary, _, description = (inspect.getdoc(view) or "").partition("\n\n")
    found: dict[str, Any] = {
        "operationId": rule.endpoint,
        "summary": " ".join(summary.split()),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for _, name in PARAMETER.findall(rule.rule)
        ],
        "responses": {
            str(status_of(speech)): reply(speech),
            "default": {"description": "A problem", "content": {"application/json": {"schema": PROBLEM}}},
        },
    }
    if description:
        found["description"] = " ".join(description.split())
    if speech.query is not None:
        for name, field in speech.query().fields.items():
            found["parameters"].append(
                {
                    "name": field.data_key or name,
                    "in": "query",
                    "required": field.required,
                    "schema": {"type": "integer" if type(field).__name__ == "Integer" else "string"},
                    **{name: told for name, told in field.metadata.items() if name == "description"},
                }
            )
    for name in speech.headers:
        found["parameters"].append({"name": name, "in": "header", "schema": {"type": "string"}})
    if speech.takes is not None:
        found["requestBody"] = {"required": True, "content": content(speech.takes.__name__)}
    return found


def status_of(speech: Any) -> int:
    empty = speech.gives is None and not speech.media
    return 204 if empty and speech.status == 200 else speech.status


def reply(speech: Any) -> dict[str, Any]:
    if speech.media:
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"description": "The file", "content": dict.fromkeys(speech.media, binary)}
    if speech.gives is None:
        return {"description": "Done"}
    return {"description": "The answer", "content": content(speech.gives.__name__, many=speech.many)}


def content(name: str, *, many: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    return {"application/json": {"schema": {"type": "array", "items": schema} if many else schema}}


def main(arguments: list[str]) -> int:
    """Write the document, or with ``--check`` fail where the one on disk differs."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    text = json.dumps(document(), indent=1, sort_keys=True) + "\n"
    if TARGET.exists() and TARGET.read_text() == text:
        return 0
    if options.check:
        print("backend/web/openapi.json is not fresh. Run python3 -m scripts.openapi.")
        return 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
