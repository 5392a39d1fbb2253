/**
 * Sharing one record: with whom, and what they may do to it. It goes out when the change is sent.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { type Party, PartyPicker } from "../../blocks/form/party-picker";
import { recordLabel } from "../../local/labels";
import type { LocalRecord } from "../../local/record";
import type { ShareAct } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { refusalOf } from "./permits";
import "../../fields/fields.css";

type May = ShareAct["may"][number];

const OPERATIONS = ["read", "edit", "delete", "assign", "share"] as const satisfies readonly May[];

interface ShareSheetProps {
  readonly record: LocalRecord;
  readonly onClose: () => void;
}

export function ShareSheet({ record, onClose }: ShareSheetProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  const { replica } = app.core;
  const [party, setParty] = useState<Party | null>(null);
  const [may, setMay] = useState<readonly May[]>(["read"]);
  const [picking, setPicking] = useState(false);
  const [missing, setMissing] = useState(false);
  const label = party && recordLabel(lens.metadata.model, records, reading, party.kind, party.id);
  const name = label && "text" in label ? label.text : "";

  function set(operation: May, on: boolean): void {
    // Who may do anything to a record may read it.
    if (operation === "read" && !on) setMay([]);
    else setMay(on ? [...new Set<May>(["read", ...may, operation])] : may.filter((one) => one !== operation));
  }

  async function share(): Promise<void> {
    if (!party) {
      setMissing(true);
      return;
    }
    onClose();
    const words = t(may.length > 0 ? "mobile.keep.shared" : "mobile.keep.unshared", { name });
    const ordered = OPERATIONS.filter((one) => may.includes(one));
    await app.savings.share(record.entity, record.id, party.id, ordered, words);
  }

  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind={may.length > 0 ? "primary" : "danger"} onPress={() => void share()}>
        {t(may.length > 0 ? "mobile.keep.share_deed" : "mobile.keep.unshare_deed")}
      </Button>
    </>
  );
  return (
    <>
      <Sheet open title={t("mobile.keep.share_title")} onClose={onClose} actions={actions}>
        <div class="app-sheet-form">
          <FormField
            label={t("mobile.keep.share_with")}
            required
            group
            error={missing && !party ? t("problem.value-required") : undefined}
          >
            <button
              class="ui-control field-lookup-button"
              type="button"
              aria-haspopup="dialog"
              aria-label={t("mobile.keep.share_whom", { name: name || t("mobile.form.choose") })}
              onClick={() => setPicking(true)}
            >
              <span class={party ? undefined : "ui-quiet"} dir="auto">
                {party ? name : t("mobile.form.choose")}
              </span>
              <Icon name="chevron-right" />
            </button>
          </FormField>
          <FormField label={t("mobile.keep.share_may")} group>
            {OPERATIONS.map((operation) => {
              const reason = operation === "read" ? null : refusalOf(replica, operation, record);
              return (
                <Checkbox
                  key={operation}
                  label={t(`mobile.keep.may.${operation}`)}
                  help={reason === null ? undefined : t("mobile.keep.share_not_yours")}
                  disabled={reason !== null}
                  checked={may.includes(operation)}
                  onChange={(on) => set(operation, on)}
                />
              );
            })}
          </FormField>
          <p class="ui-quiet ui-small">
            {t(may.length > 0 ? "mobile.keep.share_when" : "mobile.keep.unshare_when")}
          </p>
        </div>
      </Sheet>
      {picking && (
        <PartyPicker
          title={t("mobile.keep.share_title")}
          onClose={() => setPicking(false)}
          onPick={(chosen) => {
            setPicking(false);
            setParty(chosen);
          }}
        />
      )}
    </>
  );
}
