/**
 * What the office has been asked to do with one record and has not answered yet: a wish, a new owner, a share.
 */
import { useBlocks } from "../../blocks/context";
import type { LocalRecord } from "../../local/record";
import type { Act } from "../../protocol";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";

export function AskedLines({ record }: { readonly record: LocalRecord }) {
  const app = useApp();
  const { lens, reading } = useBlocks();
  const waiting = app.core.replica.outbox.entries.value.filter(({ outcome }) => !outcome);
  const acts = waiting.flatMap((entry) => entry.acts);
  const own = acts.filter((act) => act.entity === record.entity && act.record === record.id);
  const sentences = new Set(own.map(told).filter((sentence) => sentence !== null));

  function told(act: Act): string | null {
    if (act.kind === "assign") return t("mobile.keep.assign_waits", { name: named(act.owner) });
    if (act.kind === "share") {
      const key = act.may.length > 0 ? "mobile.keep.shared" : "mobile.keep.unshared";
      return t(key, { name: named(act.with) });
    }
    if (act.kind !== "step") return null;
    const workspace = lens.workspace(act.workspace);
    const action = workspace && lens.action(workspace, act.action);
    return action?.offline === "intent"
      ? t("mobile.keep.asked_for", { name: lens.text(action.label) })
      : null;
  }

  function named(party: string): string {
    const { resolve } = reading;
    return resolve?.("person", party) ?? resolve?.("team", party) ?? t("mobile.keep.share_unnamed");
  }

  return (
    <>
      {[...sentences].map((sentence) => (
        <p key={sentence} class="ui-quiet ui-small">
          {sentence}
        </p>
      ))}
    </>
  );
}
