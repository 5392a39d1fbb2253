"""The rules that profiles are published with, and the roles that people are given."""

from __future__ import annotations

from typing import Any

from tests.backend.scope.conditions import CONDITIONS, Tree


def custom(tree: Tree) -> Tree:
    return {"kind": "custom", "condition": tree}


def named(name: str) -> Tree:
    return CONDITIONS[name].tree


ALL: Tree = {"kind": "all"}
MINE: Tree = {"kind": "mine"}
OF_JOB: Tree = {"kind": "related", "by": [{"path": "job"}]}
FROM_JOB: Tree = {"kind": "related", "by": [{"from": "job", "path": "customer"}]}
FROM_CUSTOMER: Tree = {"kind": "related", "by": [{"from": "customer", "path": "region"}]}

RULES: dict[str, list[list[Tree]]] = {
    "region": [[ALL], [FROM_CUSTOMER], [custom(named("northern regions"))]],
    "customer": [
        [ALL],
        [FROM_JOB],
        [custom(named("customers of the north"))],
        [FROM_JOB, custom(named("customers of the north"))],
    ],
    "job": [
        [ALL],
        [MINE],
        [{"kind": "my_teams"}],
        [{"kind": "my_unit"}],
        [custom(named("open"))],
        [custom({"op": "and", "of": [named("of the north"), {"op": "not", "of": [named("due soon")]}]})],
        [MINE, custom({"op": "or", "of": [named("due lately"), named("below me")]})],
        [custom({"op": "or", "of": [named("of people of my unit"), named("of my teams")]})],
        [custom(named("long due"))],
    ],
    "task": [
        [OF_JOB],
        [ALL],
        [custom({"op": "and", "of": [{"op": "related", "path": "job"}, named("urgent")]})],
        [custom({"op": "or", "of": [{"op": "related", "path": "job"}, named("urgent")]})],
    ],
}
"""Rules to publish, by entity; what is related is never taken in a circle."""

_ANY = dict.fromkeys(("read", "create", "edit", "delete"), "all")
_READ = {"read": "all"}
_NO_CREDIT = {"read": "all", "hidden": ["credit"]}


def _jobs(depth: str, **more: Any) -> dict[str, Any]:
    return {"read": depth, "create": "own", "edit": "own", "delete": "own", **more}


ROLES: dict[str, dict[str, dict[str, Any]]] = {
    "own_jobs": {"job": _jobs("own"), "customer": _NO_CREDIT, "region": _READ, "task": _ANY},
    "team_jobs": {"job": _jobs("team", hidden=["cost"]), "customer": _NO_CREDIT, "task": _READ},
    "unit_jobs": {"job": _jobs("unit", hidden=["cost"]), "customer": _NO_CREDIT, "region": _READ},
    "below_jobs": {"job": _jobs("unit_and_below", hidden=["cost"]), "task": _READ},
    "all_jobs": {
        "job": {"read": "all", "edit": "all", "assign": "all", "share": "all", "hidden": ["cost"]},
        "customer": _ANY,
        "region": _ANY,
        "task": _ANY,
    },
}
"""Role → entity → depths and hidden fields. ``region`` and ``task`` are not for everyone."""
