/**
 * Which roles see what is made of a spreadsheet; with nobody chosen, whoever may do everything sees it alone.
 */
import { useEffect, useState } from "preact/hooks";
import type { RoleSummary } from "../../protocol";
import type { Client } from "../../rest/client";
import { createRole, listRoles } from "../../rest/designs";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { SkeletonRows } from "../../ui/skeleton";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { RoleTicks } from "../publish/role-ticks";
import { written } from "../words";

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
  const ownMissing = !(roles ?? []).some(({ id, mine }) => mine && chosen.has(id));
  return (
    <FormField
      label={t("designer.who_sees")}
      group
      {...(ownMissing && { help: t("designer.import.roles_help") })}
    >
      {!roles && !wrong && <SkeletonRows count={2} />}
      {wrong && <Wrong alert>{wrong}</Wrong>}
      {roles && (
        <RoleTicks
          roles={roles}
          chosen={chosen}
          onChange={onChange}
          onMake={async (label) => {
            const made = await createRole(client, written(label));
            setRoles((now) => [...(now ?? []), made]);
            return made;
          }}
        />
      )}
      <p class="d-no-role" role="status">
        {chosen.size === 0 && t("designer.import.no_role")}
      </p>
    </FormField>
  );
}
