/**
 * The choice of a record in place of one that cannot be used: as in a form, over the sheet.
 */
import { useState } from "preact/hooks";
import type { Picking } from "../../blocks/form/form-controls";
import { LookupPicker } from "../../blocks/form/lookup-picker";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { InWorkspace } from "../pages/records";
import { AnotherValue, type AnotherValueProps } from "./another-value";

export function AnotherRecord(props: Omit<AnotherValueProps, "pick">) {
  const lens = current(useApp().lens);
  const [picking, setPicking] = useState<Pick<Picking, "field" | "chosen" | "onPick"> | null>(null);
  const workspace = lens?.workspaces[0];
  const page = workspace?.pages[0];
  return (
    <>
      <AnotherValue {...props} pick={(field, chosen, onPick) => setPicking({ field, chosen, onPick })} />
      {picking && workspace && page && (
        <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
          <LookupPicker
            field={picking.field}
            chosen={picking.chosen}
            onPick={(chosen) => {
              picking.onPick(chosen);
              setPicking(null);
            }}
            onClose={() => setPicking(null)}
          />
        </InWorkspace>
      )}
    </>
  );
}
