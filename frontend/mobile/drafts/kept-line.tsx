/**
 * The quiet line below a form: what was typed is on this phone, and since when.
 */
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { shortMoment } from "../sync-view/state-pill";
import type { DraftKeeper } from "./keeper";

export function KeptLine({ keeper }: { readonly keeper: DraftKeeper }) {
  const app = useApp();
  const at = current(keeper.keptAt);
  if (at === null) return null;
  return (
    <p class="app-note ui-quiet">
      {t("mobile.draft.kept", { moment: shortMoment(at, app.ports.clock.now()) })}
    </p>
  );
}
