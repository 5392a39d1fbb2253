/**
 * How often this phone asks the office for news: the user's choice, never more often than the administrator's; and the
 * data saver.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { refreshEvery } from "../../sync/refresh";
import { FormField } from "../../ui/form-field";
import { SectionHeader } from "../../ui/section-header";
import { Select } from "../../ui/select";
import { useApp } from "../app-context";
import { BY_HAND, keepSaver, maySave, pullInterval, SAVER_CHOICES, saverChoice } from "../data-saver";
import { everyWords } from "./every-words";
import { NextSync } from "./next-sync";

const MINUTE = 60_000;
const INTERVALS = [5, 15, 30, 60, 240, 720, 1440] as const;

export function Refreshing() {
  const app = useApp();
  const { replica } = app.core;
  const profile = replica.metadata.value?.profile ?? null;
  const least = refreshEvery(profile, null) / MINUTE;
  const [, setDrawn] = useState(0);
  const drawAgain = () => setDrawn((times) => times + 1);
  return (
    <section aria-labelledby="status-refresh">
      <SectionHeader id="status-refresh" title={t("mobile.keep.refresh")} />
      {maySave(replica) ? (
        <div class="ui-form app-settings">
          <HowOften least={least} onChange={drawAgain} />
          <DataSaver onChange={drawAgain} />
        </div>
      ) : (
        <p class="app-note">{t("mobile.device.saver_denied", { every: everyWords(least) })}</p>
      )}
      <NextSync every={refreshEvery(profile, pullInterval(app.ports.device, replica))} />
    </section>
  );
}

interface ChoiceProps {
  /** The setting is another one. */
  readonly onChange: () => void;
}

/** @param least minutes that the administrator has set; 0: none */
function HowOften({ least, onChange }: ChoiceProps & { readonly least: number }) {
  const { device } = useApp().ports;
  const [chosen, setChosen] = useState(() => device.setting("interval") ?? "");
  const offered = [0, ...INTERVALS].filter((minutes) => minutes > least || (minutes === 0 && least === 0));
  const all = least > 0 ? [least, ...offered] : offered;
  const minutes = Math.max(Number(chosen) || 0, least);
  // What was chosen earlier stays a choice, whatever is offered now.
  const timed = [...new Set([...all, minutes])].sort((a, b) => a - b);
  const options = [
    ...timed.map((every) => ({ value: String(every), label: everyWords(every) })),
    { value: BY_HAND, label: t("mobile.device.by_hand") },
  ];
  return (
    <FormField
      label={t("mobile.keep.refresh_how_often")}
      help={
        least > 0
          ? t("mobile.keep.refresh_least", { every: everyWords(least) })
          : t("mobile.keep.refresh_help")
      }
    >
      <Select
        name="interval"
        value={chosen === BY_HAND ? BY_HAND : String(minutes)}
        options={options}
        onInput={(value) => {
          const kept = value === BY_HAND || Number(value) > least ? value : "";
          device.keepSetting("interval", kept);
          setChosen(kept);
          onChange();
        }}
      />
    </FormField>
  );
}

function DataSaver({ onChange }: ChoiceProps) {
  const { device } = useApp().ports;
  const [choice, setChoice] = useState(() => saverChoice(device));
  const tells = device.connection()?.type !== undefined;
  return (
    <FormField
      label={t("mobile.device.saver")}
      help={t(tells ? "mobile.device.saver_help" : "mobile.device.saver_blind")}
    >
      <Select
        name="saver"
        value={choice}
        options={SAVER_CHOICES.map((value) => ({
          value,
          label: t(`mobile.device.saver.${value}`),
          disabled: value === "cellular" && !tells,
        }))}
        onInput={(value) => {
          const chosen = SAVER_CHOICES.find((one) => one === value) ?? "off";
          keepSaver(device, chosen);
          setChoice(chosen);
          onChange();
        }}
      />
    </FormField>
  );
}
