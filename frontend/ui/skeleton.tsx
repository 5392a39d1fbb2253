/**
 * Rows that are on their way, in the shape they will have; they stand still.
 */
import { t } from "../shared/messages";
import "./skeleton.css";

export function SkeletonRows({ count = 6 }: { readonly count?: number }) {
  return (
    <div class="ui-skeletons" role="status">
      <span class="ui-hidden">{t("ui.loading")}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} class={`ui-skeleton ui-skeleton-${index % 3}`} aria-hidden="true">
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
