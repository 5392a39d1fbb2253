"""Business steps: what a published action sets, and whether it may run now.

A step runs on the record as it stands, not as the user saw it: where its condition holds, it is allowed and
its values are written (:mod:`.availability` looks at the one that is a rule). A step without a condition is a
plain edit from the version seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.accounts.zones import zone
from backend.database.instants import format_instant
from backend.errors import Forbidden
from backend.fields.problems import ValueProblem
from backend.metadata.service import Metadata
from backend.records.acts import Act, Intent
from backend.records.merge import UNKNOWN
from backend.records.reading_in import typed
from backend.records.work import Origin, Work

Step = Mapping[str, Any]


def find_step(published: Metadata, act: Act, origin: Origin, intent: Intent) -> Step:
    """Return the action that an act names.

    :raises Forbidden: ``forbidden``, for a workspace that there is not, too
    :raises Invalid: ``unknown-step``
    """
    workspace = published.workspaces.get(act["workspace"])
    allowed = origin.user.everything or act["workspace"] in origin.user.workspaces
    if workspace is None or not allowed:
        raise Forbidden("forbidden")
    for action in workspace["actions"]:
        if (action["id"], action["kind"], action["entity"]) == (act["action"], "step", intent.entity):
            found: Step = action
            return found
    raise intent.refusal("unknown-step")


def run_step(work: Work, step: Step, act: Act, origin: Origin) -> dict[str, Any]:
    """Return the typed values that a step sets on the record as it will stand.

    What it sets is lifted from the version that the step was published with. Values of fields that the model
    has lost since, or that were retyped to what cannot hold them, go to what is dropped.

    :raises Invalid: ``step-not-allowed``, ``value-required``, or a value's problem
    """
    when = step.get("when")
    if when is not None and work.after.get(when["field"]) not in when["oneOf"]:
        raise work.intent.refusal("step-not-allowed")
    comment = (act.get("comment") or "").strip() or None
    if step.get("comment") == "required" and comment is None:
        raise work.intent.refusal("value-required", field="comment")
    values = {}
    for setting in step.get("settings") or ():
        name = setting["field"]
        if setting["to"] == "comment" and comment is None:
            continue
        wire = _wire(setting, comment, work, origin)
        value = _lifted(work, name, wire, origin) if setting["to"] == "value" else wire
        if name in work.layout.fields and value is not UNKNOWN:
            values[name] = typed(work, name, value)
        else:
            work.intent.dropped[name] = wire
    return values


def _lifted(work: Work, name: str, wire: Any, origin: Origin) -> Any:
    try:
        lifted = work.lift.value(work.intent.entity, name, wire, zone(origin.user.zone))
    except ValueProblem:
        return UNKNOWN
    return lifted.value if lifted.fate == "kept" else UNKNOWN


def _wire(setting: Mapping[str, Any], comment: str | None, work: Work, origin: Origin) -> Any:
    match setting["to"]:
        case "value":
            return setting.get("value")
        case "comment":
            return comment
        case "me":
            return origin.user.person
        case "now":
            field = work.layout.fields.get(setting["field"])
            if field is not None and field.definition.type == "date":
                return origin.made_at.astimezone(zone(origin.user.zone)).date().isoformat()
            return format_instant(origin.made_at)
        case other:
            raise ValueError(f"a setting of no known kind: {other!r}")
