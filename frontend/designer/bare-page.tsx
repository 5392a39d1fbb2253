/**
 * A page of the designer while it is on its way, or where there is none: what is told stands alone.
 *
 * It has a heading, so that the focus has where to be until the page comes.
 */
import type { ComponentChildren } from "preact";
import { t } from "../shared/messages";
import "./designer.css";

export function BarePage({ children }: { readonly children: ComponentChildren }) {
  return (
    <main class="d-bare" aria-live="polite">
      <h1 class="ui-hidden" tabIndex={-1}>
        {t("designer.page_title")}
      </h1>
      {children}
    </main>
  );
}
