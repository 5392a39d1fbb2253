/**
 * What a form asks of a field beyond its entity, and how the record of a lookup is chosen there.
 */
import type { Field, LookupLook, ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import { Switch } from "../../ui/checkbox";
import { pathOptions } from "../model-view";
import { pageOption } from "../page-words";
import { RuleProperty } from "../rules/rule-property";
import { NumberProperty, SelectProperty, SwitchProperty } from "./properties";
import { TargetContext, useTarget, write } from "./target";

interface FormFieldPropertiesProps {
  readonly shown: ShownField;
  readonly field: Field;
}

const WORDS: ReadonlySet<string> = new Set(["text", "multi_line", "phone", "email", "link", "barcode"]);
const NUMBERS: ReadonlySet<string> = new Set(["integer", "big_integer", "decimal", "money"]);
const LONGEST = 100_000;

export function FormFieldProperties({ shown, field }: FormFieldPropertiesProps) {
  return (
    <>
      <SwitchProperty
        of="hidden"
        label={t("designer.shown_hidden")}
        help={t("designer.shown_hidden_help")}
        value={shown.hidden}
      />
      {WORDS.has(field.type) && (
        <NumberProperty
          of="maxLength"
          label={t("designer.shown_longest")}
          value={shown.maxLength}
          min={1}
          max={field.maxLength ?? LONGEST}
        />
      )}
      {NUMBERS.has(field.type) && (
        <SwitchProperty of="negative" label={t("designer.shown_negative")} value={shown.negative ?? true} />
      )}
      {field.type === "lookup" && field.target && <Look look={shown.lookup} entity={field.target} />}
    </>
  );
}

const SIMPLE: LookupLook = { page: null, display: null, condition: null, full: false };

function Look({ look, entity }: { readonly look: LookupLook | null; readonly entity: string }) {
  const target = useTarget();
  const { model, workspace } = target.editor.whole.value;
  const lists = workspace.pages
    .filter((page) => page.kind === "list" && page.entity === entity)
    .map((page) => pageOption(workspace, model, page));
  const named = pathOptions(model, entity)
    .filter(({ field }) => field.type !== "image")
    .map(({ path, label }) => ({ value: path, label }));
  return (
    <>
      <Switch
        label={t("designer.look")}
        help={t("designer.look_help")}
        checked={look !== null}
        onChange={(on) => write(target, "lookup", on ? SIMPLE : null)}
      />
      {look && (
        <TargetContext.Provider value={{ ...target, path: [...target.path, "lookup"] }}>
          <SelectProperty
            of="page"
            label={t("designer.look_page")}
            value={look.page}
            options={lists}
            none={t("designer.look_page_none")}
          />
          <SelectProperty
            of="display"
            label={t("designer.look_display")}
            value={look.display}
            options={named}
            none={t("designer.look_display_none")}
          />
          <RuleProperty
            of="condition"
            label={t("designer.look_condition")}
            value={look.condition}
            entity={entity}
            result="filter"
          />
          <SwitchProperty of="full" label={t("designer.look_full")} value={look.full} />
        </TargetContext.Provider>
      )}
    </>
  );
}
