"""The layers of the back end: which module may import which.

``LAYERS`` is the order, lowest first: an import points down or stays inside
its own layer. The other tables say who may use a library. The checker reads
one module's source and knows nothing of files, so that tests can give it a
wrong one.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# One line a layer, lowest first; layers of one line are equals and may import each other.
LAYERS = (
    ("messageformat", "catalogue", "errors", "config", "key_file", "signals", "native_locks"),
    ("protocol",),
    ("database",),
    ("fields",),
    ("expressions",),
    ("accounts",),
    ("metadata",),
    ("records",),
    ("spreadsheets",),
    ("drafts",),
    ("offline",),
    ("sync",),
    ("logic",),
    ("jobs",),
    ("channel", "web", "api", "cli", "console", "demo"),
    ("backend",),
    ("serve", "gunicorn_settings"),
)

# Modules that stand at the edge of a feature, where requests come in: they may know Flask and the web layer.
EDGES = (
    "api",
    "attempts",
    "cli",
    "effects_api",
    "explain_api",
    "guard",
    "packages_api",
    "people_api",
    "practice_api",
    "profiles_api",
    "roles_api",
)

# The modules of one feature, lowest first; those of the edge may import each other. Every module between its
# tables and its edge counts as "service": a large service is split by what it does, such as metadata.publish.
INSIDE_A_FEATURE = ("models", "service", *EDGES)

# Library → the places that may import it.
ONLY_IN = {
    "flask": ("api", "channel", "web", "cli", "backend"),
    "flask_sock": ("api", "channel", "web", "backend"),
    "flask_limiter": ("api", "attempts", "web", "backend"),
    "apispec": ("protocol",),
}

# Place → the only libraries beside the standard one that it may import.
NOTHING_BUT = {
    "protocol": ("marshmallow", "apispec"),
    "expressions": ("sqlalchemy",),
}

# Module → what it may import although that lies above it, with the reason.
EXCEPTIONS = {
    # The entry point of the command line builds the application that its commands run in.
    "backend.cli": ("backend",),
}

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


@dataclass(frozen=True)
class Module:
    """A module of the back end by its dotted name, such as ``backend.records.service``."""

    name: str
    is_package: bool = False

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def layer(self) -> str:
        """The layer it belongs to: an ``api`` module is an edge wherever it lies."""
        if len(self.parts) == 1:
            return "backend"
        if len(self.parts) > 2 and self.parts[2] in EDGES:
            return "api"
        return self.parts[1]

    @property
    def feature(self) -> str:
        return self.parts[1] if len(self.parts) > 2 else ""

    @property
    def role(self) -> str:
        name = self.parts[2] if len(self.parts) > 2 else ""
        return name if name in INSIDE_A_FEATURE else "service"


def violations(module: Module, source: str, *, libraries: frozenset[str]) -> Iterator[str]:
    """Say which imports of a module break a rule; ``libraries`` are the names that are not ours."""
    if module.layer not in RANK:
        yield f"{module.name} has no place in the order of layers"
        return
    for imported in imports(module, source):
        if imported in EXCEPTIONS.get(module.name, ()):
            continue
        if imported.split(".")[0] == "backend":
            yield from wrong_layer(module, Module(imported))
        else:
            yield from wrong_library(module, imported.split(".")[0], libraries)


def wrong_layer(module: Module, imported: Module) -> Iterator[str]:
    if imported.layer not in RANK:
        yield f"{module.name} imports {imported.name}, which has no place in the order of layers"
    elif RANK[imported.layer] > RANK[module.layer]:
        yield f"{module.name} imports {imported.name}, which lies above it"
    elif imported.feature == module.feature and points_up_inside(module, imported):
        yield f"{module.name} imports {imported.name}: a feature goes models, service, api"


def points_up_inside(module: Module, imported: Module) -> bool:
    if not module.feature or module.layer != imported.layer != "api":
        return imported.layer == "api" != module.layer
    return rank_inside(imported) > rank_inside(module)


def rank_inside(module: Module) -> int:
    """Count from the tables up: tables, then services, then the edge."""
    return min(INSIDE_A_FEATURE.index(module.role), 2)


def wrong_library(module: Module, library: str, libraries: frozenset[str]) -> Iterator[str]:
    allowed = ONLY_IN.get(library)
    if allowed is not None and module.layer not in allowed:
        yield f"{module.name} imports {library}, which only {', '.join(allowed)} may"
    only = NOTHING_BUT.get(module.layer)
    if only is not None and library in libraries and library not in only:
        yield f"{module.name} imports {library}; {module.layer} imports {', '.join(only)} only"


def imports(module: Module, source: str) -> Iterator[str]:
    """Yield the dotted names that a source imports, relative ones resolved."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                inside = module.parts if module.is_package else module.parts[:-1]
                origin = ".".join([*inside[: len(inside) - node.level + 1], *filter(None, [origin])])
            # "from backend import errors" means the module of that name, "create_app" the package itself.
            if origin == "backend":
                yield from (f"backend.{a.name}" if a.name in RANK else "backend" for a in node.names)
            elif origin.count(".") == 1 and origin.startswith("backend."):
                roles = [a.name for a in node.names if a.name in INSIDE_A_FEATURE]
                yield from (f"{origin}.{role}" for role in roles)
                if len(roles) < len(node.names):
                    yield origin
            else:
                yield origin
