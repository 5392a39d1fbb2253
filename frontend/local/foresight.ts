/**
 * What a copy foresees of the office's doing: how edits will merge, and what rules will compute.
 *
 * The rules are a part of the app that comes when the metadata has any.
 */
import { effect } from "@preact/signals-core";
import { foretellerOf } from "./foretelling";
import type { Replica } from "./replica";

export function foretell(replica: Replica): void {
  replica.foretelling.value = foretellerOf;
  effect(() => {
    const { entities = [] } = replica.metadata.value?.model ?? {};
    if (!entities.some(({ fields }) => fields.some(({ computed }) => computed))) return;
    import("./computing")
      .then(({ computingOf }) => {
        replica.records.computing.value ??= computingOf(replica);
      })
      // Without it the office's values stay in view; the next metadata tries again.
      .catch(() => undefined);
  });
}
