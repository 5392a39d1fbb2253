"""What the small organisation of the tests works with: places, which are everybody's, and visits to them."""

PLACE = {
    "id": "place",
    "label": {"en": "Place"},
    "plural": {"en": "Places"},
    "icon": "map-pin",
    "title": "name",
    "ownership": "organisation",
    "fields": [
        {"id": "name", "type": "text", "label": {"en": "Name"}, "required": True, "maxLength": 200},
        {"id": "notes", "type": "multi_line", "label": {"en": "Notes"}},
    ],
}
VISIT = {
    "id": "visit",
    "label": {"en": "Visit"},
    "plural": {"en": "Visits"},
    "icon": "calendar",
    "title": "title",
    "ownership": "person",
    "fields": [
        {"id": "title", "type": "text", "label": {"en": "Title"}, "required": True, "maxLength": 200},
        {"id": "place", "type": "lookup", "label": {"en": "Place"}, "target": "place"},
    ],
}
WORKSPACE = {
    "id": "visits",
    "title": {"en": "Visits"},
    "description": {},
    "icon": "calendar",
    "accent": "blue",
    "pages": [
        {
            "id": f"{entity}_list",
            "kind": "list",
            "entity": entity,
            "title": {"en": entity},
            "blocks": [{"id": "rows", "type": "list", "entity": entity, "title": title}],
        }
        for entity, title in (("place", "name"), ("visit", "title"))
    ],
}
