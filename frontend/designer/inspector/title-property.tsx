/**
 * What the records of an entity are shown as: a field chosen, or a pattern that a sheet is opened for.
 */
import { useState } from "preact/hooks";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { patternFieldOf, showByField } from "../commands/shown-as";
import { NAMELESS } from "../field-looks";
import { Late } from "../late";
import { formulaModel } from "../rules/formula-model";
import { patternOf } from "../rules/pattern";
import { said } from "../words";
import { SelectProperty } from "./properties";
import { useTarget } from "./target";

const A_PATTERN = "a pattern";

const loadPatternSheet = () => import("../rules/pattern-sheet").then(({ PatternSheet }) => PatternSheet);

export function TitleProperty({ entity }: { readonly entity: Entity }) {
  const { editor } = useTarget();
  const [open, setOpen] = useState(false);
  const { model } = editor.whole.value;
  const kept = patternFieldOf(entity);
  const pattern = kept ? (patternOf(kept.computed, entity, model, formulaModel(model)) ?? "") : "";
  const choose = (chosen: string | null) => {
    if (chosen === A_PATTERN) setOpen(true);
    else if (chosen) editor.run(showByField(editor.documents, editor.reserved.peek(), entity.id, chosen));
  };
  return (
    <div class="d-form">
      <SelectProperty
        of="title"
        label={t("designer.title_field")}
        help={t("designer.title_field_help")}
        value={kept ? A_PATTERN : entity.title}
        options={[
          ...entity.fields
            .filter(({ id, type, several }) => !NAMELESS.has(type) && !several && id !== kept?.id)
            .map(({ id, label }) => ({ value: id, label: said(label) || id })),
          { value: A_PATTERN, label: t("designer.pattern.choose") },
        ]}
        onChange={choose}
      />
      {kept && (
        <Button icon="pencil" onPress={() => setOpen(true)}>
          <span class="ui-hidden">{t("designer.pattern.change")} </span>
          <bdi>{pattern}</bdi>
        </Button>
      )}
      {open && (
        <Late
          load={loadPatternSheet}
          props={{ editor, entity, pattern, model: formulaModel(model), onClose: () => setOpen(false) }}
        />
      )}
    </div>
  );
}
