/**
 * What stands in place of rows where a list asks for more than this app understands: no row rather than a wrong one.
 */
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";

export function TooNew() {
  return (
    <div role="status">
      <EmptyState icon="triangle-alert">{t("mobile.list.too_new")}</EmptyState>
    </div>
  );
}
