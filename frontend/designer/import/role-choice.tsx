/**
 * Which roles see what is made of a spreadsheet; with nobody chosen, whoever may do everything sees it alone.
 */
import { useEffect, useState } from "preact/hooks";
import type { RoleSummary } from "../../protocol";
import type { Client } from "../../rest/client";
import { listRoles } from "../../rest/designs";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { SkeletonRows } from "../../ui/skeleton";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { said } from "../words";

interface RoleChoiceProps {
  readonly client: Client;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

export function RoleChoice({ client, chosen, onChange }: RoleChoiceProps) {
  const [roles, setRoles] = useState<readonly RoleSummary[] | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    listRoles(client).then(setRoles, (error) => setWrong(errorWords(error)));
  }, [client]);
  const toggle = (id: string, on: boolean) => {
    const now = new Set(chosen);
    if (on) now.add(id);
    else now.delete(id);
    onChange(now);
  };
  return (
    <FormField label={t("designer.who_sees")} group help={t("designer.import.roles_help")}>
      {!roles && !wrong && <SkeletonRows count={2} />}
      {wrong && <Wrong alert>{wrong}</Wrong>}
      {(roles ?? []).map(({ id, label, people }) => (
        <Checkbox
          key={id}
          label={said(label) || id}
          help={t("designer.people", { count: people })}
          checked={chosen.has(id)}
          onChange={(on) => toggle(id, on)}
        />
      ))}
      <p class="d-no-role" role="status">
        {chosen.size === 0 && t("designer.import.no_role")}
      </p>
    </FormField>
  );
}
