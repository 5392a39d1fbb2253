/**
 * Unsent work put into one file that only its passphrase opens.
 */
import { useEffect, useState } from "preact/hooks";
import { packed } from "../../local/rescue/pieces";
import { seal } from "../../local/rescue/sealed";
import { type Unsent, unsentWork } from "../../local/rescue/unsent";
import { instant } from "../../shared/clock";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import { TextInput } from "../../ui/text-input";
import { useApp } from "../app-context";
import { contentsOf, isEmpty } from "./contents";

const LEAST_LETTERS = 8;

export function KeepSheet({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const [work, setWork] = useState<Unsent | null>(null);
  const [word, setWord] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const short = [...word].length < LEAST_LETTERS;
  useEffect(() => {
    void app.savings.attempt(async () => {
      const { person, name, organisation } = app.person;
      const owner = { person, name, organisation };
      setWork(await unsentWork(app.core.replica, owner, instant(app.ports.clock)));
    });
  }, [app]);
  const keep = async () => {
    setWrong(true);
    if (!work || short || word !== again) return;
    setBusy(true);
    const kept = await app.savings.attempt(async () => {
      const file = await seal(packed(work), { ...work.owner, madeAt: work.madeAt }, word);
      app.ports.device.saveFile(fileName(work), file);
    });
    setBusy(false);
    if (!kept) return;
    app.toasts.show(t("mobile.rescue.kept"), undefined, 10);
    onClose();
  };
  const nothing = work !== null && isEmpty(work);
  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind="primary" disabled={busy || !work || nothing} onPress={() => void keep()}>
        {t(busy ? "mobile.rescue.sealing" : "mobile.rescue.save")}
      </Button>
    </>
  );
  return (
    <Sheet open title={t("mobile.outbox.rescue_out")} onClose={onClose} actions={actions}>
      {nothing ? (
        <p>{t("mobile.rescue.nothing")}</p>
      ) : (
        <div class="app-sheet-form">
          <p>{work && contentsOf(work)}</p>
          <p class="ui-quiet">{t("mobile.rescue.about")}</p>
          <FormField
            label={t("mobile.rescue.passphrase")}
            help={t("mobile.rescue.passphrase_help")}
            error={wrong && short ? t("mobile.rescue.too_short", { least: LEAST_LETTERS }) : undefined}
          >
            <TextInput kind="password" autoComplete="new-password" value={word} onInput={setWord} />
          </FormField>
          <FormField
            label={t("mobile.rescue.again")}
            error={wrong && !short && word !== again ? t("mobile.rescue.differs") : undefined}
          >
            <TextInput kind="password" autoComplete="new-password" value={again} onInput={setAgain} />
          </FormField>
          <p class="ui-state ui-state-offline ui-small">
            <Icon name="info" />
            <span>{t("mobile.rescue.no_way_in")}</span>
          </p>
        </div>
      )}
    </Sheet>
  );
}

/** `satchel-ana-reis-2026-11-23.rescue` */
function fileName({ owner, madeAt }: Unsent): string {
  const name = owner.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return `satchel-${name}-${madeAt.slice(0, 10)}.rescue`;
}
