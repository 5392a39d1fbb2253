"""Whether a step may run on a record by the condition that its designer gave it (``availableWhen``).

The phone offers a step by the same condition; what counts is how the record stands at the office when the
step arrives. A condition that the model in force no longer understands is never met.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.expressions.dependencies import reads
from backend.expressions.rule_checks import check_condition
from backend.expressions.rules import compile_rule_condition
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Document, Model
from backend.records.around import Around
from backend.records.subjects import SubjectReader
from backend.records.work import Origin, Work


def check_available(session: Session, work: Work, step: Document, origin: Origin, model: Model) -> None:
    """Refuse a step that is not available for the record as it stands.

    :raises Invalid: ``step-not-allowed``
    """
    tree = step.get("availableWhen")
    if tree is not None and not _is_met(session, work, tree, origin, model):
        raise work.intent.refusal("step-not-allowed")


def _is_met(session: Session, work: Work, tree: Document, origin: Origin, model: Model) -> bool:
    entity, fields = work.intent.entity, fields_of(model)
    if check_condition(tree, entity, fields):
        return False
    around = Around(session, model)
    subject = around.put(work)
    if subject is None:
        return False
    around.gather([subject], reads(tree, entity, fields))
    context = context_of(origin.user, origin.now)
    return compile_rule_condition(tree, fields, SubjectReader(fields, entity), context)(subject)
