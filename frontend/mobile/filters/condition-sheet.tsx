/**
 * One condition being chosen: its field, through lookups too, the comparison, and what it is compared with.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { check } from "../../expressions/checks";
import { begunOn, compared } from "../../expressions/edits";
import { conditionWords, fieldAt, operatorWords, pathWords } from "../../expressions/phrases";
import type { Leaf, Operator } from "../../expressions/tree";
import { operatorsFor } from "../../expressions/vocabulary";
import { problemText } from "../../fields/problem-text";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { FieldChoice } from "./field-choice";
import { Operand } from "./operand";
import { aboutOf, useWording } from "./wording";
import "../../fields/fields.css";

interface ConditionSheetProps {
  readonly entity: string;
  /** The condition to change; null: a new one. */
  readonly leaf: Leaf | null;
  readonly onDone: (leaf: Leaf) => void;
  readonly onClose: () => void;
}

export function ConditionSheet({ entity, leaf: first, onDone, onClose }: ConditionSheetProps) {
  const { lens } = useBlocks();
  const wording = useWording();
  const about = aboutOf(lens, entity);
  const [leaf, setLeaf] = useState<Leaf | null>(first);
  const [choosing, setChoosing] = useState(first === null);
  const [tried, setTried] = useState(false);
  const field = leaf ? fieldAt(leaf.path, about) : undefined;
  const problems = leaf ? check(leaf, about) : [];
  const wrong = tried ? problems[0] : undefined;

  function done(): void {
    setTried(true);
    if (leaf && problems.length === 0) onDone(leaf);
  }

  if (choosing || !leaf) {
    return (
      <Sheet open title={t("filter.lines.choose_field")} onClose={onClose}>
        <FieldChoice
          entity={entity}
          onChoose={(path) => {
            const chosen = fieldAt(path, about);
            if (chosen) setLeaf(begunOn(path, chosen));
            setTried(false);
            setChoosing(false);
          }}
        />
      </Sheet>
    );
  }
  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind="primary" onPress={done}>
        {t(first ? "filter.lines.done" : "filter.lines.add")}
      </Button>
    </>
  );
  const operators = field ? operatorsFor(field, leaf.op) : [];
  return (
    <Sheet open title={t("filter.lines.condition")} onClose={onClose} actions={actions}>
      <div class="app-sheet-form">
        <p class="ui-quiet" role="status">
          {conditionWords(leaf, about, wording)}
        </p>
        <FormField label={t("filter.lines.field")} group>
          <button
            class="ui-control field-lookup-button"
            type="button"
            aria-label={t("filter.lines.field_named", { field: pathWords(leaf.path, about, wording) })}
            onClick={() => setChoosing(true)}
          >
            <span>{pathWords(leaf.path, about, wording)}</span>
            <Icon name="chevron-right" />
          </button>
        </FormField>
        <FormField label={t("filter.lines.operator")}>
          <Select
            name="operator"
            value={leaf.op}
            options={operators.map((op) => ({ value: op, label: operatorWords(op, field, wording) }))}
            onInput={(op) => {
              setLeaf(compared(leaf, op as Operator));
              setTried(false);
            }}
          />
        </FormField>
        {field && (
          <Operand
            key={`${leaf.path} ${leaf.op}`}
            leaf={leaf}
            field={field}
            error={wrong && problemText(wrong)}
            onValue={(value) => setLeaf({ ...leaf, value })}
          />
        )}
      </div>
    </Sheet>
  );
}
