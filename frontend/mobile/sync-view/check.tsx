/**
 * The check: whether this phone holds what the office says, when that was seen last, and a button to see it now.
 */
import { useState } from "preact/hooks";
import type { Checked } from "../../local/database";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";

export function Check() {
  const { sync, replica } = useApp().core;
  const checked = current(replica.checked);
  const { kind } = current(sync.syncState);
  const [asked, setAsked] = useState<{ readonly before: string | null } | null>(null);
  const waiting = asked !== null && asked.before === (checked?.at ?? null);
  const unreached = kind === "offline" || kind === "held";

  function ask(): void {
    setAsked({ before: checked?.at ?? null });
    sync.checks.ask();
  }

  return (
    <section aria-labelledby="status-check">
      <SectionHeader id="status-check" title={t("mobile.check.title")} />
      <div class="app-block">
        <p role="status">{waiting && unreached ? t("mobile.check.waits") : words(checked)}</p>
        <p class="ui-quiet ui-small">{t("mobile.check.help")}</p>
        <Button icon="list-checks" onPress={ask} disabled={waiting && !unreached}>
          {waiting && !unreached ? t("mobile.check.going") : t("mobile.check.now")}
        </Button>
      </div>
    </section>
  );
}

function words(checked: Checked | null): string {
  if (!checked) return t("mobile.check.never");
  const moment = formatDateTime(new Date(checked.at));
  if (!checked.whole) return t("mobile.check.failed", { moment });
  return checked.mended > 0
    ? t("mobile.check.mended", { moment, count: checked.mended })
    : t("mobile.check.same", { moment });
}
