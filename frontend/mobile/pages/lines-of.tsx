/**
 * The lines of a form, as far as its writer may add, change and take out any.
 */
import { FormLines } from "../../blocks/form/form-lines";
import type { WholeForm } from "../../blocks/form/whole-form";
import { useApp } from "../app-context";

interface LinesOfProps {
  readonly form: WholeForm;
  /** The record that is edited; none for one that is being made. */
  readonly parent?: string;
}

export function LinesOf({ form, parent }: LinesOfProps) {
  const { replica } = useApp().core;
  return (
    <>
      {form.lines.map((lines) => (
        <FormLines
          key={lines.set.id}
          lines={lines}
          {...(parent !== undefined && { parent })}
          mayAdd={replica.may("create", lines.set.entity)}
          mayRemove={(record) => replica.may("delete", record.entity, record.values)}
        />
      ))}
    </>
  );
}
