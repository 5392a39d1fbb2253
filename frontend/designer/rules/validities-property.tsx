/**
 * What must hold of every record of an entity: each with its condition, what is said where it does not, and at which
 * field; in the order in which they are asked.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Entity, Field, Validity } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Menu } from "../../ui/menu";
import { Select } from "../../ui/select";
import { moveBy, removeNode, setProperty } from "../commands/nodes";
import { addValidity } from "../commands/validities";
import { AddLine } from "../inspector/named-line";
import { TextsProperty } from "../inspector/properties";
import { TargetContext, useTarget, wrongAt } from "../inspector/target";
import { Late } from "../late";
import { moving } from "../moving";
import { said } from "../words";
import { loadRuleControl } from "./load-rule-control";
import type { RuleControlProps } from "./rule-control";
import type { RuleDocument } from "./rule-property";

export function ValiditiesProperty({ entity }: { readonly entity: Entity }) {
  const { editor, path } = useTarget();
  const [begun, setBegun] = useState<string | null>(null);
  const adding = useRef<HTMLDivElement>(null);
  const wasBegun = useRef(false);
  useEffect(() => {
    if (wasBegun.current && begun === null) adding.current?.querySelector("input")?.focus();
    wasBegun.current = begun !== null;
  }, [begun]);
  const add = (rule: RuleDocument | null) => {
    if (rule && begun !== null) {
      editor.run(addValidity(editor.documents, editor.reserved.peek(), path, rule, begun));
    }
    setBegun(null);
  };
  return (
    <FormField label={t("designer.validities")} help={t("designer.validities_help")} group>
      {entity.validities.length > 0 && (
        <ul class="d-views">
          {entity.validities.map((one, at) => (
            <ValidityLine key={one.id} entity={entity} validity={one} at={at} />
          ))}
        </ul>
      )}
      {begun === null ? (
        <div ref={adding}>
          <AddLine label={t("designer.validity.new")} onAdd={setBegun} />
        </div>
      ) : (
        <FormField label={begun} group>
          <Late<RuleControlProps>
            load={loadRuleControl}
            props={{
              editor,
              label: t("designer.validity.condition", { name: begun }),
              rule: null,
              entity: entity.id,
              result: "condition",
              place: { document: "model", path: [...path, "validities", ""] },
              onWrite: add,
              needed: true,
              begun: true,
              onClose: () => setBegun(null),
            }}
          />
        </FormField>
      )}
    </FormField>
  );
}

const SEVERITIES = ["error", "warning", "information"] as const;

interface ValidityLineProps {
  readonly entity: Entity;
  readonly validity: Validity;
  readonly at: number;
}

function ValidityLine({ entity, validity, at }: ValidityLineProps) {
  const target = useTarget();
  const { editor } = target;
  const path = [...target.path, "validities", validity.id];
  const place = { document: "model", list: [...target.path, "validities"], id: validity.id } as const;
  const name = said(validity.message) || validity.id;
  const put = (key: string, value: unknown) =>
    editor.run(setProperty(editor.documents, "model", path, key, value, name));
  const move = (step: -1 | 1) => editor.run(moveBy(editor.documents, place, step, name));
  const remove = {
    id: "remove",
    label: t("designer.tree.remove_word"),
    icon: "trash-2",
    danger: true,
    onSelect: () => editor.run(removeNode(editor.documents, place, name)),
  } as const;
  return (
    <li class="d-view">
      <FormField
        label={t("designer.validity.holds")}
        aside={
          <Menu
            label={t("designer.tree.menu", { name })}
            items={[...moving(at, entity.validities.length, move), remove]}
          />
        }
        group
        error={wrongAt(editor, "model", [...path, "condition"])}
      >
        <Late<RuleControlProps>
          load={loadRuleControl}
          props={{
            editor,
            label: t("designer.validity.condition", { name }),
            rule: validity.condition,
            entity: entity.id,
            result: "condition",
            place: { document: "model", path: [...path, "condition"] },
            onWrite: (rule) => rule && put("condition", rule),
            needed: true,
          }}
        />
      </FormField>
      <TargetContext.Provider value={{ ...target, path, name }}>
        <TextsProperty long of="message" label={t("designer.validity.says")} value={validity.message} />
      </TargetContext.Provider>
      <FormField label={t("designer.validity.severity")}>
        <Select
          value={validity.severity ?? "error"}
          onInput={(severity) => put("severity", severity)}
          options={SEVERITIES.map((value) => ({ value, label: t(`designer.validity.${value}`) }))}
        />
      </FormField>
      <FormField label={t("designer.validity.at")}>
        <Select
          value={validity.field ?? ""}
          emptyLabel={t("designer.validity.at_none")}
          onInput={(field) => put("field", field === "" ? null : field)}
          options={entity.fields.map((field: Field) => ({
            value: field.id,
            label: said(field.label) || field.id,
          }))}
        />
      </FormField>
    </li>
  );
}
