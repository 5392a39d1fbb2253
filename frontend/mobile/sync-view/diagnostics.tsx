/**
 * The text for whoever helps, on the clipboard by one tap; shown, so that nobody sends what he has not seen.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { diagnosticsOf } from "../diagnostics";

const SETTINGS = ["interval", "saver", "copy", "language", "theme"];

export function Diagnostics() {
  const app = useApp();
  const { device, clock } = app.ports;
  const [text, setText] = useState<string | null>(null);
  const gather = async () => {
    const storage = await device.storageFacts().catch(() => null);
    const abilities = await device.abilities().catch(() => null);
    const settings = Object.fromEntries(SETTINGS.map((name) => [name, device.setting(name)]));
    const { replica, sync } = app.core;
    const now = new Date(clock.now()).toISOString();
    setText(diagnosticsOf({ now, state: sync.syncState.peek(), replica, storage, abilities, settings }));
  };
  const copy = async (shown: string) => {
    await device.copy(shown);
    app.toasts.show(t("mobile.device.diagnostics_copied"));
  };
  return (
    <section aria-labelledby="status-diagnostics">
      <SectionHeader id="status-diagnostics" title={t("mobile.device.diagnostics")} />
      <div class="app-block">
        <p class="ui-quiet ui-small">{t("mobile.device.diagnostics_help")}</p>
        {text === null ? (
          <Button icon="clipboard-list" onPress={() => void gather()}>
            {t("mobile.device.diagnostics_show")}
          </Button>
        ) : (
          <>
            <section class="app-diagnostics" dir="ltr" aria-label={t("mobile.device.diagnostics")}>
              <pre>{text}</pre>
            </section>
            <Button icon="copy" onPress={() => void copy(text).catch(() => undefined)}>
              {t("mobile.device.diagnostics_copy")}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
