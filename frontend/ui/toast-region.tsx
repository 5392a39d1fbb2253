/**
 * The place above the tabs where notices come and go; a screen reader hears them politely.
 */
import { t } from "../shared/messages";
import { IconButton } from "./button";
import { current } from "./live";
import type { Toasts } from "./toasts";
import "./toast-region.css";

export function ToastRegion({ toasts }: { readonly toasts: Toasts }) {
  return (
    <section
      class="ui-toasts"
      aria-label={t("ui.notices")}
      aria-live="polite"
      aria-relevant="additions text"
      onPointerEnter={() => toasts.hold()}
      onPointerLeave={() => toasts.release()}
      onFocusIn={() => toasts.hold()}
      onFocusOut={() => toasts.release()}
    >
      {current(toasts.shown).map(({ id, text, action }) => (
        <div key={id} class="ui-toast">
          <p>{text}</p>
          {action && (
            <button class="ui-toast-action" type="button" onClick={() => toasts.act(id)}>
              {action.label}
            </button>
          )}
          <IconButton icon="x" label={t("ui.dismiss")} onPress={() => toasts.dismiss(id)} />
        </div>
      ))}
    </section>
  );
}
