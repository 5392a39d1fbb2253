"""A package as files: a folder that is read into a :class:`Package`, and one written as text.

``package.json`` says what it is and which files hold the entities, the workspace, the
rules of the offline profile and the roles; ``images/`` holds pictures. What is written
leaves out every key that has its default, in the order of the shapes, so that two
exports of the same are the same text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, missing, validate

from backend.errors import Malformed
from backend.metadata.documents import same, whole
from backend.protocol.metadata import Role
from backend.protocol.model import Entity
from backend.protocol.profiles import ProfileEntity
from backend.protocol.shape import Shape, Tagged, slug, text
from backend.protocol.workspaces import Workspace

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".webp"})


def _file(name: str, **options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(rf"^[a-z][a-z0-9_]*\.{name}$"), **options)


class PackageHead(Shape):
    """``package.json``: what the package is and contains; ``data`` is the module that makes its records."""

    id = slug(required=True)
    title = text(200, required=True)
    description = text(2000, load_default=dict)
    version = fields.String(required=True, validate=validate.Length(min=1, max=40))
    workspace = _file("json", required=True)
    model = _file("json", required=True)
    profile = _file("json", load_default=None, allow_none=True)
    roles = _file("json", load_default=None, allow_none=True)
    data = _file("py", load_default=None, allow_none=True)


class PackageModel(Shape):
    """The file of the entities."""

    entities = fields.List(fields.Nested(Entity), required=True)


class ProposedProfile(Shape):
    """A profile of its own that a package proposes, and the roles that it is given to."""

    id = slug(required=True)
    label = text(200, required=True)
    keep_days = fields.Integer(load_default=7, validate=validate.Range(0, 90))
    entities = fields.List(fields.Nested(ProfileEntity), required=True)
    roles = fields.List(slug(), load_default=list)


class PackageProfile(Shape):
    """What the profile of everyone takes along of the package's entities, and profiles beside it."""

    entities = fields.List(fields.Nested(ProfileEntity), load_default=list)
    profiles = fields.List(fields.Nested(ProposedProfile), load_default=list)


class PackageRoles(Shape):
    """The roles, which stand in their file as a plain list."""

    roles = fields.List(fields.Nested(Role), load_default=list)


@dataclass(frozen=True, kw_only=True)
class Package:
    """A workspace with all that it needs, in whole documents."""

    id: str
    title: Mapping[str, str]
    version: str
    workspace: dict[str, Any]
    entities: list[dict[str, Any]]
    description: Mapping[str, str] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    """What the profile of everyone takes along."""
    profiles: list[dict[str, Any]] = field(default_factory=list)
    """Profiles beside it, in the shape of :class:`ProposedProfile`."""
    roles: list[dict[str, Any]] = field(default_factory=list)
    data: str | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    folder: Path | None = field(default=None, compare=False)
    """Where it was read from, for the module that makes its data."""


def load(folder: Path) -> Package:
    """Read a package folder.

    :raises Malformed: ``package-file-missing``, ``package-not-json``, ``package-shape``, with file and place
    """
    head = _read(folder, "package.json", PackageHead)
    model = _read(folder, head["model"], PackageModel)
    workspace = _read(folder, head["workspace"], Workspace)
    profile = _read(folder, head["profile"], PackageProfile)
    roles = _read(folder, head["roles"], PackageRoles, inside="roles")
    return Package(
        id=head["id"],
        title=head["title"],
        description=head["description"],
        version=head["version"],
        data=head["data"],
        entities=model["entities"],
        workspace={**workspace, "version": 0, "modelVersion": 0},
        rules=profile["entities"],
        profiles=profile["profiles"],
        roles=roles["roles"],
        images=_images(folder),
        folder=folder,
    )


def dump(package: Package) -> dict[str, bytes]:
    """Return the files of a package, by their path inside its folder."""
    head = {
        "id": package.id,
        "title": dict(package.title),
        "description": dict(package.description),
        "version": package.version,
        "workspace": "workspace.json",
        "model": "model.json",
        "profile": "profile.json",
        "roles": "roles.json",
        "data": package.data,
    }
    workspace = {**package.workspace, "version": 0, "modelVersion": 0}
    return {
        "package.json": _text(PackageHead, head),
        "model.json": _text(PackageModel, {"entities": package.entities}),
        "workspace.json": _text(Workspace, workspace),
        "profile.json": _text(PackageProfile, {"entities": package.rules, "profiles": package.profiles}),
        "roles.json": _json([lean(Role, role) for role in package.roles]),
        **{f"images/{name}": content for name, content in sorted(package.images.items())},
    }


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a package into a folder; others that are in it stay."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def lean(shape: type[Schema], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the keys that have their default, in the order of its shape."""
    kept: dict[str, Any] = {}
    for name, declared in shape().fields.items():
        key = declared.data_key or name
        value = document.get(key)
        default = declared.load_default() if callable(declared.load_default) else declared.load_default
        if declared.required or (value is not None and (default is missing or not same(value, default))):
            kept[key] = _lean_value(declared, value)
    return kept


def _lean_value(declared: fields.Field[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(declared, fields.List):
        return [_lean_value(declared.inner, one) for one in value]
    if isinstance(declared, fields.Nested):
        return lean(type(declared.schema), value)
    if isinstance(declared, Tagged):
        return lean(declared.shapes[value[declared.tag]], value)
    if isinstance(value, Mapping):
        return json.loads(json.dumps(value, sort_keys=True))
    return value


def _text(shape: type[Schema], document: Mapping[str, Any]) -> bytes:
    return _json(lean(shape, document))


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _read(
    folder: Path, name: str | None, shape: type[Schema], *, inside: str | None = None
) -> dict[str, Any]:
    """Read a file; ``inside``: the key of ``shape`` that the whole file is."""
    if name is None:
        return whole(shape, {})
    path = folder / name
    try:
        content: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Malformed("package-file-missing", file=name, folder=str(folder)) from None
    except UnicodeDecodeError as error:
        raise Malformed(
            "package-not-json", file=name, line=1, column=error.start, reason=error.reason
        ) from None
    except json.JSONDecodeError as error:
        raise Malformed(
            "package-not-json", file=name, line=error.lineno, column=error.colno, reason=error.msg
        ) from None
    try:
        return whole(shape, content if inside is None else {inside: content})
    except Malformed as error:
        place = error.field or ""
        reason = str(error.arguments.get("reason", error.code))
        raise Malformed(
            "package-shape", field=f"{name}#{place}", file=name, place=place, reason=reason
        ) from None


def _images(folder: Path) -> dict[str, bytes]:
    found = (folder / "images").glob("*")
    return {path.name: path.read_bytes() for path in sorted(found) if path.suffix.lower() in IMAGES}
