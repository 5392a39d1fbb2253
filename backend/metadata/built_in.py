"""The entities that belong to the product, as model documents: person, team and business unit.

They are part of every model, where fields may be added to them and labels changed.
"""

from __future__ import annotations

from typing import Any

from backend.metadata.documents import whole
from backend.protocol.model import Entity


def _field(field: str, kind: str, en: str, sv: str, **more: Any) -> dict[str, Any]:
    return {"id": field, "type": kind, "label": {"en": en, "sv": sv}, **more}


BUILT_IN: tuple[dict[str, Any], ...] = tuple(
    whole(Entity, document)
    for document in (
        {
            "id": "person",
            "label": {"en": "Person", "sv": "Person"},
            "plural": {"en": "People", "sv": "Personer"},
            "icon": "user",
            "title": "name",
            "builtIn": True,
            "fields": [
                _field("name", "text", "Name", "Namn", required=True, maxLength=200),
                _field("job_title", "text", "Job title", "Befattning", maxLength=200),
                _field("email", "email", "E-mail", "E-post"),
                _field("phone", "phone", "Phone", "Telefon"),
                _field("picture", "image", "Picture", "Bild"),
                _field("manager", "lookup", "Manager", "Chef", target="person"),
                _field("unit", "lookup", "Business unit", "Enhet", target="business_unit"),
            ],
        },
        {
            "id": "team",
            "label": {"en": "Team", "sv": "Team"},
            "plural": {"en": "Teams", "sv": "Team"},
            "icon": "users",
            "title": "name",
            "builtIn": True,
            "fields": [
                _field("name", "text", "Name", "Namn", required=True, maxLength=200),
                _field("unit", "lookup", "Business unit", "Enhet", target="business_unit"),
            ],
        },
        {
            "id": "business_unit",
            "label": {"en": "Business unit", "sv": "Enhet"},
            "plural": {"en": "Business units", "sv": "Enheter"},
            "icon": "building-2",
            "title": "name",
            "builtIn": True,
            "fields": [
                _field("name", "text", "Name", "Namn", required=True, maxLength=200),
                _field("parent", "lookup", "Part of", "Ingår i", target="business_unit"),
            ],
        },
    )
)
