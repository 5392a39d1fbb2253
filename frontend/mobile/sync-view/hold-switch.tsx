/**
 * Working offline by choice: the switch, when it ends by itself, and a reminder for who has forgotten it.
 */
import { useState } from "preact/hooks";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Switch } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { current } from "../../ui/live";
import { Select } from "../../ui/select";
import { useApp } from "../app-context";
import type { OpenApp } from "../open-app";
import { asHoldEnd, HOLD_ENDS, type HoldEnd, holdEnd } from "./hold-ends";

const SETTING = "hold-end";
/** That it was turned on since the app was opened: nobody is reminded of what he has just done. */
const FRESH = "hold/fresh";

/** Work offline until the time that was chosen last. */
export function holdNow(
  app: OpenApp,
  choice = asHoldEnd(app.ports.device.setting(SETTING)),
): Promise<boolean> {
  app.ports.device.keepSetting(SETTING, choice);
  app.memory.note(FRESH, true);
  return app.savings.attempt(() => app.core.sync.hold(true, holdEnd(choice, app.ports.clock.now())));
}

export function HoldSwitch() {
  const app = useApp();
  const held = current(app.core.replica.held);
  const [choice, setChoice] = useState(() => asHoldEnd(app.ports.device.setting(SETTING)));
  const choose = (to: HoldEnd) => {
    setChoice(to);
    void holdNow(app, to);
  };
  return (
    <>
      <Switch
        label={t("mobile.status.hold")}
        help={t("mobile.status.hold_help")}
        checked={held !== null}
        onChange={(on) =>
          void (on ? holdNow(app, choice) : app.savings.attempt(() => app.core.sync.hold(false)))
        }
      />
      {held && (
        <div class="app-hold">
          <FormField label={t("mobile.device.hold_until")}>
            <Select
              name="hold-end"
              value={held.until ? choice : "never"}
              options={HOLD_ENDS.map((value) => ({ value, label: t(`mobile.device.hold.${value}`) }))}
              onInput={(value) => choose(asHoldEnd(value))}
            />
          </FormField>
          <p class="ui-quiet ui-small">
            {held.until
              ? t("mobile.device.hold_ends", { moment: formatDateTime(new Date(held.until)) })
              : t("mobile.device.hold_stays")}
          </p>
        </div>
      )}
    </>
  );
}

/** Once in each opening, for what was turned on before it. */
export function HoldReminder() {
  const app = useApp();
  const held = current(app.core.replica.held);
  const [fresh, setFresh] = useState(() => app.memory.recall<boolean>(FRESH) ?? false);
  if (!held || fresh) return null;
  const stay = () => {
    app.memory.note(FRESH, true);
    setFresh(true);
  };
  const begun = Date.parse(held.since) > 0;
  return (
    <section class="app-card" aria-label={t("mobile.status.hold")}>
      <h2>
        {begun
          ? t("mobile.device.hold_since", { moment: formatDateTime(new Date(held.since)) })
          : t("mobile.status.kind.held")}
      </h2>
      <p class="ui-quiet">{t("mobile.status.why.held")}</p>
      <div class="app-card-actions">
        <Button onPress={stay}>{t("mobile.device.hold_stay")}</Button>
        <Button kind="primary" onPress={() => void app.savings.attempt(() => app.core.sync.hold(false))}>
          {t("mobile.device.go_online")}
        </Button>
      </div>
    </section>
  );
}
