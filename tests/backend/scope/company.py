"""The firm on paper: its people, teams and units, and the entities that it works with."""

from __future__ import annotations

from typing import Any

from tests.backend.scope.truth import ENTITIES, LOOKUPS, OWNED, TITLES

STAFF = {
    "ana": ("head", None, ["diggers"], ["own_jobs", "unit_jobs"], "Europe/Stockholm"),
    "bo": ("north", "ana", ["diggers", "drivers"], ["team_jobs"], "UTC"),
    "cleo": ("harbour", "bo", [], ["below_jobs"], "Pacific/Auckland"),
    "dag": ("south", "ana", ["climbers"], ["all_jobs"], "America/Los_Angeles"),
}
UNITS = {"head": None, "north": "head", "harbour": "north", "south": "head"}
TEAMS = {"diggers": "north", "climbers": "south", "drivers": None}


def _entity(entity: str, fields: list[tuple[str, str]]) -> dict[str, Any]:
    lookups = LOOKUPS[entity]
    return {
        "id": entity, "label": {"en": entity}, "plural": {"en": entity}, "icon": "box",
        "title": TITLES[entity], "ownership": "person" if entity in OWNED else "organisation",
        "fields": [
            *({"id": name, "type": kind, "label": {"en": name}} for name, kind in fields),
            *(
                {"id": name, "type": "lookup", "target": target, "label": {"en": name}}
                for name, target in lookups.items()
            ),
        ],
    }  # fmt: skip


JOB = _entity("job", [("title", "text"), ("due", "date"), ("cost", "text")])
JOB["fields"].append(
    {
        "id": "status",
        "type": "choice",
        "label": {"en": "Status"},
        "choices": [{"id": one, "label": {"en": one}} for one in ("open", "waiting", "done")],
    }
)
MODEL = [
    _entity("region", [("name", "text"), ("code", "text")]),
    _entity("customer", [("name", "text"), ("credit", "text")]),
    JOB,
    _entity("task", [("title", "text"), ("urgent", "yes_no")]),
]
WORKSPACE = {
    "id": "jobs", "title": {"en": "Jobs"}, "description": {}, "icon": "box", "accent": "blue",
    "pages": [
        {
            "id": f"{entity}_list", "kind": "list", "entity": entity, "title": {"en": entity},
            "blocks": [{"id": "rows", "type": "list", "entity": entity, "title": TITLES[entity]}],
        }
        for entity in ENTITIES
    ],
}  # fmt: skip
