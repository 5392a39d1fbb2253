"""Practice records of a design: what its preview shows in place of the organisation's own records.

The same design always gets the same records. One of the made-up people is the one who
looks: most records that belong to persons are his, so that "mine" is not empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.metadata.effective import used_entities
from backend.metadata.model import Document, Model
from backend.metadata.practice.source import Made, Source
from backend.metadata.practice.values import records

PERSON = "person"
COUNT = 24
OTHERS_OWN = 4
"""Every so manieth record belongs to somebody else."""


def practice(workspace: Document, model: Document, today: date) -> dict[str, Any]:
    """Return made-up records for the entities of a whole workspace over a whole model.

    ``put`` has the protocol's ``Put`` for each entity, parents first; ``person`` and ``name`` say who looks.
    """
    known = Model.of(model)
    wanted = list(dict.fromkeys([*used_entities([workspace], known), PERSON]))
    made = records(known, wanted, Source(f"practice {workspace['id']}", today), COUNT)
    people = [record for record in made if record.entity == PERSON]
    rows: dict[str, list[list[Any]]] = {}
    for record in made:
        of_entity = rows.setdefault(record.entity, [])
        owned = known.entities[record.entity].document["ownership"] == "person"
        owner = _owner(people, len(of_entity)) if owned else {}
        of_entity.append([record.id, 1, {**record.values, **owner}])
    looks = people[0]
    return {
        "person": looks.id,
        "name": looks.values.get(known.entities[PERSON].title, ""),
        "put": [{"entity": entity, "rows": found} for entity, found in rows.items()],
    }


def _owner(people: list[Made], index: int) -> Mapping[str, str]:
    return {"owner": people[index % len(people) if index % OTHERS_OWN == OTHERS_OWN - 1 else 0].id}
