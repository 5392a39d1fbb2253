/**
 * The properties of a page, and the actions that it offers in their order.
 */
import type { Page, Single } from "../../protocol";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { fitsPage, offerAction } from "../commands/actions";
import { moveBy } from "../commands/nodes";
import { entityOf } from "../model-view";
import { said } from "../words";
import { IconProperty, More, SelectProperty, SwitchProperty, TextsProperty } from "./properties";
import { useTarget, write, wrongWith } from "./target";
import { IdLine } from "./workspace-panel";

export function PagePanel({ page }: { readonly page: Page }) {
  const { editor } = useTarget();
  const { model } = editor.whole.value;
  return (
    <>
      <TextsProperty of="title" label={t("designer.title")} value={page.title} />
      <p class="d-fact">
        {t(`designer.fact.${page.kind}`, {
          name: said(entityOf(model, page.entity)?.plural) || page.entity,
        })}
      </p>
      {page.kind === "single" && <SingleProperty page={page} />}
      {page.kind !== "detail" && !page.hidden && <p class="ui-field-help">{t("designer.landing_order")}</p>}
      <SwitchProperty
        of="hidden"
        label={t("designer.hidden_page")}
        help={t("designer.hidden_page_help")}
        value={page.hidden}
      />
      {page.kind === "list" && !page.hidden && (
        <SwitchProperty
          of="onTile"
          label={t("designer.on_tile")}
          help={t("designer.on_tile_help")}
          value={page.onTile}
        />
      )}
      <Offered page={page} />
      <More>
        <IconProperty of="icon" label={t("designer.icon")} value={page.icon} />
        <IdLine id={page.id} />
      </More>
    </>
  );
}

/** Which record the page finds: the user's or his unit's own, or what looks one of them up. */
function SingleProperty({ page }: { readonly page: Page }) {
  const target = useTarget();
  const { model } = target.editor.whole.value;
  const single = page.single ?? { of: "me", through: null };
  const wanted = SINGLES[single.of];
  const lookups = (entityOf(model, page.entity)?.fields ?? []).filter(
    ({ type, target, several }) => type === "lookup" && target === wanted && !several,
  );
  return (
    <>
      <SelectProperty
        of="single"
        label={t("designer.single.of")}
        value={page.single?.of ?? null}
        options={(["me", "my_unit", "my_company"] as const)
          .filter((of) => page.entity === SINGLES[of] || page.single?.through)
          .map((of) => ({ value: of, label: t(`designer.single.${of}`) }))}
        onChange={(of) => write(target, "single", { ...single, of })}
      />
      {(page.entity !== wanted || single.through) && (
        <SelectProperty
          of="single"
          label={t("designer.single.through")}
          value={single.through}
          options={lookups.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
          onChange={(through) => write(target, "single", { ...single, through })}
        />
      )}
    </>
  );
}

/** What a single page is about → the entity of that record. */
const SINGLES: Readonly<Record<Single["of"], string>> = {
  me: "person",
  my_unit: "business_unit",
  my_company: "business_unit",
};

function Offered({ page }: { readonly page: Page }) {
  const target = useTarget();
  const { editor } = target;
  const { model, workspace } = editor.whole.value;
  const actions = workspace.actions.filter(
    (action) => page.actions.includes(action.id) || fitsPage(model, page, action),
  );
  const order = (id: string) => (page.actions.includes(id) ? page.actions.indexOf(id) : page.actions.length);
  const sorted = actions.toSorted((one, other) => order(one.id) - order(other.id));
  return (
    <FormField label={t("designer.offered_actions")} group error={wrongWith(target, "actions")}>
      {sorted.length === 0 && <p class="ui-field-help">{t("designer.no_actions")}</p>}
      <ul class="d-offers">
        {sorted.map((action) => {
          const name = said(action.label) || action.id;
          const place = {
            document: "workspace",
            list: ["pages", page.id, "actions"],
            id: action.id,
          } as const;
          return (
            <li key={action.id}>
              <Checkbox
                label={name}
                help={
                  sorted.some((other) => other !== action && said(other.label) === name)
                    ? action.id
                    : undefined
                }
                checked={page.actions.includes(action.id)}
                onChange={(on) => editor.run(offerAction(editor.documents, page.id, action.id, on))}
              />
              {page.actions.includes(action.id) && (
                <IconButton
                  icon="arrow-up"
                  label={t("designer.up_named", { name })}
                  disabled={page.actions[0] === action.id}
                  onPress={() => editor.run(moveBy(editor.documents, place, -1, name))}
                />
              )}
            </li>
          );
        })}
      </ul>
    </FormField>
  );
}
