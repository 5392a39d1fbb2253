/**
 * The properties of a field of the model; what its type has no use for is not shown.
 */
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { isNumbered } from "../../values/auto-number";
import { changeType } from "../commands/entities";
import { typesFor } from "../conversions";
import { entityOption } from "../entity-words";
import { FIELD_TYPES, type FieldType, NAMELESS, OF_SEVERAL, typeWords } from "../field-looks";
import { FieldIndex } from "../indexes/index-proposals";
import { FieldRules } from "../rules/field-rules";
import { ChoicesProperty } from "./choices-property";
import { PolicyProperty } from "./policy-property";
import {
  More,
  NumberProperty,
  SelectProperty,
  SwitchProperty,
  TextsProperty,
  WordProperty,
} from "./properties";
import { useTarget, write } from "./target";
import { TogetherProperty } from "./together-property";
import { DefaultProperty, LimitProperties } from "./value-property";
import { IdLine } from "./workspace-panel";

const NOT_UNIQUE: ReadonlySet<FieldType> = new Set([...NAMELESS, "multi_line"]);

export function FieldPanel({ entity, field }: { readonly entity: Entity; readonly field: Field }) {
  const { editor } = useTarget();
  const stored = editor.stored(entity.id, field.id);
  const types = stored ? typesFor(stored) : FIELD_TYPES;
  const numbered = isNumbered(field);
  return (
    <>
      <TextsProperty of="label" label={t("designer.name")} value={field.label} />
      <SelectProperty
        of="type"
        label={t("designer.type")}
        {...(stored && { help: t(types.length > 1 ? "designer.type_converted" : "designer.type_published") })}
        value={field.type}
        readOnly={types.length === 1}
        options={types.map((value) => ({ value, label: typeWords(value) }))}
        onChange={(type) =>
          type && editor.run(changeType(editor.documents, stored, entity.id, field.id, type as FieldType))
        }
      />
      <OfType field={field} entity={entity} published={stored !== null} />
      {OF_SEVERAL.has(field.type) && (
        <SwitchProperty
          of="several"
          label={t("designer.several")}
          help={t(stored ? "designer.several_published" : "designer.several_help")}
          value={field.several}
          readOnly={stored !== null}
        />
      )}
      <TextsProperty long of="help" label={t("designer.help")} value={field.help} />
      {!numbered && <SwitchProperty of="required" label={t("designer.required")} value={field.required} />}
      {!NOT_UNIQUE.has(field.type) && !field.several && (
        <SwitchProperty
          of="unique"
          label={t("designer.unique")}
          help={t("designer.unique_help")}
          value={field.unique}
        />
      )}
      <FieldRules entity={entity} field={field} />
      <More>
        <DefaultProperty field={field} />
        <LimitProperties field={field} />
        {!numbered && <PolicyProperty entity={entity} field={field} />}
        {!numbered && <TogetherProperty entity={entity} field={field} />}
        {!numbered && <SwitchProperty of="readOnly" label={t("designer.read_only")} value={field.readOnly} />}
        <FieldIndex entity={entity} field={field} />
        <IdLine id={field.id} />
      </More>
    </>
  );
}

interface OfTypeProps {
  readonly entity: Entity;
  readonly field: Field;
  readonly published: boolean;
}

function OfType({ entity, field, published }: OfTypeProps) {
  const target = useTarget();
  const { model } = target.editor.whole.value;
  switch (field.type) {
    case "text":
    case "multi_line":
    case "barcode":
      return (
        <NumberProperty
          of="maxLength"
          label={t("designer.max_length")}
          value={field.maxLength}
          min={1}
          max={100_000}
        />
      );
    case "decimal":
      return (
        <SelectProperty
          of="scale"
          label={t("designer.scale")}
          value={String(field.scale ?? 2)}
          options={Array.from({ length: 11 }, (_, scale) => ({ value: String(scale), label: String(scale) }))}
          onChange={(scale) => write(target, "scale", Number(scale))}
        />
      );
    case "money":
      return (
        <WordProperty
          of="currency"
          label={t("designer.currency")}
          help={t("designer.currency_help")}
          value={field.currency}
        />
      );
    case "choice":
      return <ChoicesProperty entity={entity.id} field={field} />;
    case "lookup":
      return (
        <SelectProperty
          of="target"
          label={t("designer.target")}
          value={field.target}
          readOnly={published}
          options={model.entities.map((one) => entityOption(model, one, "label"))}
        />
      );
    case "auto_number":
      return (
        <>
          <WordProperty
            of="prefix"
            label={t("designer.prefix")}
            help={t("designer.prefix_help")}
            value={field.prefix}
          />
          <NumberProperty of="digits" label={t("designer.digits")} value={field.digits} min={1} max={12} />
          <SwitchProperty
            of="manual"
            label={t("designer.manual")}
            help={t("designer.manual_help")}
            value={field.manual}
          />
        </>
      );
    default:
      return null;
  }
}
