/**
 * To whom a profile is given: everyone, or roles; teams and people that were given it elsewhere stay.
 */
import type { ProfileDesign, RoleSummary } from "../../protocol";
import type { ProfileTarget } from "../../rest/profiles";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { said } from "../words";

interface AudienceProps {
  readonly assignments: ProfileDesign["assignments"];
  readonly roles: readonly RoleSummary[];
  readonly onGive: (to: readonly ProfileTarget[]) => void;
}

export function Audience({ assignments, roles, onGive }: AudienceProps) {
  const now = assignments.map(({ kind, target }): ProfileTarget => ({ kind, target }));
  const has = (kind: ProfileTarget["kind"], target: string | null) =>
    now.some((one) => one.kind === kind && (kind === "everyone" || one.target === target));
  const give = (kind: ProfileTarget["kind"], target: string | null, on: boolean) =>
    onGive(
      on
        ? [...now, { kind, target }]
        : now.filter((one) => one.kind !== kind || (kind !== "everyone" && one.target !== target)),
    );
  const others = assignments.filter(({ kind }) => kind === "team" || kind === "person");
  return (
    <FormField
      label={t("designer.profiles.given_to")}
      group
      {...(others.length > 0 && {
        help: t("designer.profiles.also", {
          names: others.map(({ name, target }) => name ?? target ?? "").join(", "),
        }),
      })}
    >
      <Checkbox
        label={t("designer.profiles.everyone")}
        checked={has("everyone", null)}
        onChange={(on) => give("everyone", null, on)}
      />
      {roles.map(({ id, label, people }) => (
        <Checkbox
          key={id}
          label={said(label) || id}
          help={t("designer.people", { count: people })}
          checked={has("role", id)}
          onChange={(on) => give("role", id, on)}
        />
      ))}
    </FormField>
  );
}
