"""The layers of the front end and the service worker: which file may import or call what.

``LAYERS`` is the order, lowest first; unlike in the back end, folders of one
layer do not import each other. The checker reads one file's source and knows
nothing of the disk, so that tests can give it a wrong one.
"""

import posixpath
import re
from collections.abc import Iterator

# One line a layer, lowest first; folders of one line do not import each other.
LAYERS = (
    ("protocol", "shared"),
    ("values",),
    ("expressions",),
    ("metadata",),
    ("local", "rest"),
    ("sync",),
    ("ui",),
    ("fields",),
    ("blocks",),
    ("mobile", "designer", "admin", "sign-in", "simulation"),
)

WORKER_MAY_IMPORT = ("protocol", "shared", "local", "rest", "sync", "service_worker")

WITHOUT_COMPONENTS = ("local", "rest", "sync", "expressions", "metadata", "shared", "service_worker")

# Package → the folders that may import it.
ONLY_IN = {
    "idb": ("local",),
    "workbox-core": ("service_worker",),
    "workbox-precaching": ("service_worker",),
    "workbox-routing": ("service_worker",),
}

# Folder → packages that it may not import although others do.
NOT_IN = {
    "local": ("preact", "@preact/signals"),
    "sync": ("preact", "@preact/signals"),
}

# Who may call fetch: the typed calls of the HTTP API, the worker, whose work is to answer requests, and the
# simulation, which stands in for a browser's network.
MAY_FETCH = ("rest", "service_worker", "simulation")

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
COMPONENT_FOLDERS = ("ui", "fields", "blocks")
IMPORT = re.compile(
    r"""(?:^|[;}\s])(?:import|export)\s(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""",
    re.MULTILINE,
)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
FETCH = re.compile(r"(?<![.\w$])(?:(?:globalThis|window|self)\.)?fetch\s*\(")


def violations(path: str, source: str) -> Iterator[str]:
    """Say which imports and calls of a file break a rule; ``path`` is relative to the checkout."""
    code = COMMENT.sub("", source)
    folder = folder_of(path)
    if folder != "service_worker" and folder not in RANK:
        yield f"{path} lies in a folder that has no place in the order of layers"
        return
    for one, other in IMPORT.findall(code):
        imported = one or other
        if imported.startswith("."):
            yield from wrong_folder(
                path, posixpath.normpath(posixpath.join(posixpath.dirname(path), imported))
            )
        else:
            yield from wrong_package(path, imported)
    if folder not in MAY_FETCH and FETCH.search(code):
        yield f"{path} calls fetch, which only {', '.join(MAY_FETCH)} may"


def wrong_folder(path: str, imported: str) -> Iterator[str]:
    mine, its = folder_of(path), folder_of(imported)
    if imported.startswith("texts/"):
        if mine != "shared":
            yield f"{path} imports {imported}; the catalogues are read in shared"
    elif mine == "service_worker":
        if its not in WORKER_MAY_IMPORT:
            yield f"{path} imports {imported}, which the worker may not"
    elif its not in RANK:
        yield f"{path} imports {imported}, which has no place in the order of layers"
    elif its != mine and RANK[its] >= RANK[mine]:
        yield f"{path} imports {imported}, which does not lie below it"
    elif mine in WITHOUT_COMPONENTS and its in COMPONENT_FOLDERS:
        yield f"{path} imports the component {imported}"


def wrong_package(path: str, imported: str) -> Iterator[str]:
    folder = folder_of(path)
    parts = imported.split("/")
    package = "/".join(parts[:2]) if imported.startswith("@") else parts[0]
    allowed = ONLY_IN.get(package)
    if allowed is not None and folder not in allowed:
        yield f"{path} imports {package}, which only {', '.join(allowed)} may"
    if package in NOT_IN.get(folder, ()):
        yield f"{path} imports {package}; {folder} uses @preact/signals-core only"


def folder_of(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == "frontend" and len(parts) > 1 else parts[0]
