/**
 * What a check has found in one line beside the buttons, said aloud, with the way to its report.
 */
import type { RefObject } from "preact";
import type { ImportState } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";

interface CheckLineProps {
  /** Once it is checked. */
  readonly checked: ImportState | null;
  readonly report: RefObject<HTMLHeadingElement | null>;
}

export function CheckLine({ checked, report }: CheckLineProps) {
  const show = () => {
    report.current?.scrollIntoView({ block: "start" });
    report.current?.focus({ preventScroll: true });
  };
  return (
    <div class="d-check-line">
      {/* Always there, so that a screen reader hears what appears in it. */}
      <p role="status">{checked && lineWords(checked)}</p>
      {checked && checked.unfit + checked.emptied > 0 && (
        <Button onPress={show}>{t("designer.import.show_report")}</Button>
      )}
    </div>
  );
}

function lineWords({ rows, unfit, emptied }: ImportState): string {
  return [
    t("designer.import.fit", { count: rows - unfit - emptied }),
    ...(emptied > 0 ? [t("designer.import.fit_emptied", { count: emptied })] : []),
    ...(unfit > 0 ? [t("designer.import.fit_not", { count: unfit })] : []),
  ].join(", ");
}
