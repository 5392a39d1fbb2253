/**
 * The band on an open form whose record has left, was taken away or may no longer be changed: why, and how to keep
 * what was typed.
 */
import { useBlocks } from "../../blocks/context";
import type { FormState } from "../../blocks/form/form-state";
import type { LocalRecord } from "../../local/record";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useApp } from "../app-context";
import { CopyTyped } from "./copy-typed";
import { refusalOf } from "./permits";
import { typedInForm } from "./typed-text";

interface StrandedBandProps {
  readonly form: FormState;
  /** The record as far as it is on this phone. */
  readonly record: LocalRecord | null;
  /** It was deleted, or this user may not read it any more. */
  readonly lost: boolean;
}

export function StrandedBand({ form, record, lost }: StrandedBandProps) {
  const app = useApp();
  const { reading } = useBlocks();
  const words = lost ? t("mobile.left.form_lost") : record && whyStranded(record, app.core.replica);
  if (!words) return null;
  return (
    <div class={`app-banner app-frozen ${lost ? "ui-state-needs" : "ui-state-offline"}`} role="status">
      <Icon name={lost ? "triangle-alert" : record?.frozen ? "snowflake" : "lock"} />
      <p class="app-frozen-words">{words}</p>
      {!record?.frozen && form.touched.length > 0 && <CopyTyped text={() => typedInForm(form, reading)} />}
    </div>
  );
}

function whyStranded(record: LocalRecord, replica: Parameters<typeof refusalOf>[0]): string | null {
  if (record.frozen) return t("mobile.left.form_left");
  const reason = refusalOf(replica, "edit", record);
  return reason && t("mobile.left.form_refused", { reason });
}
