/**
 * The band on a record that has left this phone: how old it is, why it left, how long it stays, and how to keep it.
 */
import { useBlocks } from "../../blocks/context";
import type { LocalRecord } from "../../local/record";
import { formatDate, formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { useApp } from "../app-context";
import { useWording } from "../filters/wording";
import { whyLeft } from "./reason-words";

export function FrozenBand({ record }: { readonly record: LocalRecord }) {
  const app = useApp();
  const { lens, kept } = useBlocks();
  const wording = useWording();
  const { frozen, entity, id } = record;
  if (!frozen) return null;
  const pinned = kept.has(entity, id, "pin");
  const change = app.core.replica.outbox.entries.value.findLast(
    ({ acts, settled }) =>
      !settled && acts.some((act) => act.kind === "set" && act.entity === entity && act.record === id),
  );
  return (
    <div class="app-banner app-frozen ui-state-offline" role="status">
      <Icon name="snowflake" />
      <div class="app-frozen-words">
        <p>
          {t("mobile.left.kept_as", {
            moment: formatDateTime(new Date(frozen.since)),
            why: whyLeft(frozen.why, entity, lens, wording),
          })}
        </p>
        <p class="ui-small">
          {pinned
            ? t("mobile.left.comes_back")
            : change
              ? t("mobile.left.stays_with_change")
              : t("mobile.left.stays_until", { day: formatDate(new Date(frozen.until)) })}
        </p>
      </div>
      {!pinned && (
        <Button
          icon="pin"
          onPress={() => void app.savings.keep(entity, id, "pin", true, t("mobile.keep.pinned"))}
        >
          {t("mobile.left.pin")}
        </Button>
      )}
      {change && (
        <Button onPress={() => app.go({ kind: "change", change: change.id })}>
          {t("mobile.left.open_change")}
        </Button>
      )}
    </div>
  );
}
