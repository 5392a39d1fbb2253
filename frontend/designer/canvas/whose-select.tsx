/**
 * The choice of whose eyes the preview looks through: all, a role, or a person who is searched for.
 */
import { useEffect, useState } from "preact/hooks";
import type { RoleSummary } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { Editor } from "../editor";
import { said } from "../words";
import type { Eyes } from "./eyes";
import { PersonSheet } from "./person-sheet";

const ALL = "all";
const SEARCH = "search";

export function WhoseSelect({ editor, eyes }: { readonly editor: Editor; readonly eyes: Eyes }) {
  const [roles, setRoles] = useState<readonly RoleSummary[]>([]);
  const [searching, setSearching] = useState(false);
  const whose = eyes.whose.value;
  useEffect(() => {
    editor.roles().then(setRoles, () => {});
  }, [editor]);
  const choose = (value: string) => {
    if (value === SEARCH) setSearching(true);
    else eyes.whose.value = value === ALL ? { kind: "all" } : { kind: "role", id: value };
  };
  return (
    <div class="d-canvas-language d-canvas-whose">
      <FormField label={<span class="ui-hidden">{t("designer.eyes")}</span>}>
        <Select
          value={searching ? SEARCH : whose.kind === "all" ? ALL : whose.id}
          deliberate
          onInput={choose}
          options={[
            { value: ALL, label: t("designer.eyes.all") },
            ...roles.map(({ id, label }) => ({
              value: id,
              label: t("designer.eyes.role", { name: said(label) || id }),
            })),
            ...(whose.kind === "person"
              ? [{ value: whose.id, label: t("designer.eyes.role", { name: whose.name }) }]
              : []),
            { value: SEARCH, label: t("designer.eyes.person") },
          ]}
        />
      </FormField>
      {searching && (
        <PersonSheet
          search={(typed) => editor.people(typed)}
          onChoose={(person) => {
            eyes.whose.value = { kind: "person", ...person };
            setSearching(false);
          }}
          onClose={() => setSearching(false)}
        />
      )}
    </div>
  );
}
