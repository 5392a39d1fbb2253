/**
 * The roles that see a workspace, ticked; one that is lacking is made at the spot.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { RoleSummary } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { TextInput } from "../../ui/text-input";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { said } from "../words";
import "./publish.css";

interface RoleTicksProps {
  readonly roles: readonly RoleSummary[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  /** Make a role of this name, which is among the roles from then on. */
  readonly onMake: (label: string) => Promise<RoleSummary>;
}

export function RoleTicks({ roles, chosen, onChange, onMake }: RoleTicksProps) {
  /** What a new role is to be called, while it is asked. */
  const [name, setName] = useState<string | null>(null);
  const asked = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    if (name !== null) asked.current = true;
    // The focus follows what takes the place of what had it.
    if (asked.current) place.current?.querySelector<HTMLElement>("input, button")?.focus();
  }, [name === null]);
  const toggle = (id: string, on: boolean) => {
    const now = new Set(chosen);
    if (on) now.add(id);
    else now.delete(id);
    onChange(now);
  };
  const make = async () => {
    const label = (name ?? "").trim();
    if (label === "" || busy) return;
    setBusy(true);
    setWrong(null);
    try {
      const there = roles.find((one) => said(one.label).toLocaleLowerCase() === label.toLocaleLowerCase());
      toggle(there?.id ?? (await onMake(label)).id, true);
      setName(null);
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {roles.map(({ id, label, people }) => (
        <Checkbox
          key={id}
          label={said(label) || id}
          help={t("designer.people", { count: people })}
          checked={chosen.has(id)}
          onChange={(on) => toggle(id, on)}
        />
      ))}
      <div ref={place}>
        {name === null ? (
          <Button icon="plus" onPress={() => setName("")}>
            {t("designer.role.new")}
          </Button>
        ) : (
          <form
            class="d-new-role"
            onSubmit={(event) => {
              event.preventDefault();
              void make();
            }}
          >
            <FormField label={t("designer.role.name")} help={t("designer.role.help")}>
              <TextInput value={name} onInput={setName} />
            </FormField>
            <Button disabled={busy || name.trim() === ""} onPress={() => void make()}>
              {t("designer.role.make")}
            </Button>
          </form>
        )}
      </div>
      {wrong && <Wrong alert>{wrong}</Wrong>}
    </>
  );
}
