/**
 * A rescue file taken in: whose it is, its passphrase, and what of it was new here.
 */
import { useState } from "preact/hooks";
import { unpacked } from "../../local/rescue/pieces";
import { type FileFault, type Label, labelOf, RescueFileFault, unseal } from "../../local/rescue/sealed";
import { type TakenIn, takeIn } from "../../local/rescue/taking-in";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Sheet } from "../../ui/sheet";
import { TextInput } from "../../ui/text-input";
import { useApp } from "../app-context";
import { useDrafts } from "../drafts/use-drafts";
import { FileInput } from "./file-input";

interface Chosen {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly label: Label;
}

export function TakeSheet({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const drafts = useDrafts();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [word, setWord] = useState("");
  const [busy, setBusy] = useState(false);
  const [taken, setTaken] = useState<TakenIn | null>(null);
  const anothers = chosen !== null && chosen.label.person !== app.person.person;

  /** Run something that reads the file; what is wrong with it is said at its field. */
  async function reading(work: () => Promise<void>): Promise<void> {
    setFault(null);
    setBusy(true);
    await app.savings.attempt(async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof RescueFileFault)) throw error;
        setFault(error.fault);
      }
    });
    setBusy(false);
  }

  const choose = (file: File) =>
    reading(async () => {
      setChosen(null);
      const bytes = new Uint8Array(await file.arrayBuffer());
      setChosen({ file: bytes, label: labelOf(bytes) });
    });

  const take = ({ file }: Chosen) =>
    reading(async () => {
      const found = await takeIn(app.core.replica, unpacked(await unseal(file, word)));
      await drafts?.refresh();
      setTaken(found);
      app.core.sync.syncNow();
    });

  const actions = taken ? (
    <Button kind="primary" onPress={onClose}>
      {t("ui.close")}
    </Button>
  ) : (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button
        kind="primary"
        disabled={busy || !chosen || anothers || word === ""}
        onPress={() => chosen && void take(chosen)}
      >
        {t(busy && chosen ? "mobile.rescue.opening" : "mobile.rescue.take")}
      </Button>
    </>
  );
  return (
    <Sheet open title={t("mobile.outbox.rescue_in")} onClose={onClose} actions={actions}>
      {taken ? (
        <p role="status">{t("mobile.rescue.taken", { ...taken })}</p>
      ) : (
        <div class="app-sheet-form">
          <FormField label={t("mobile.rescue.file")} error={told(fault, "file")}>
            <FileInput onFile={(file) => void choose(file)} />
          </FormField>
          {chosen && (
            <p role="status">
              {t(anothers ? "mobile.rescue.anothers" : "mobile.rescue.yours", {
                name: chosen.label.name,
                organisation: chosen.label.organisation,
                moment: formatDateTime(new Date(chosen.label.madeAt)),
              })}
            </p>
          )}
          {chosen && !anothers && (
            <FormField label={t("mobile.rescue.passphrase")} error={told(fault, "word")}>
              <TextInput kind="password" autoComplete="off" value={word} onInput={setWord} />
            </FormField>
          )}
        </div>
      )}
    </Sheet>
  );
}

function told(fault: FileFault | null, at: "file" | "word"): string | undefined {
  if (!fault || (fault === "wrong-passphrase") !== (at === "word")) return undefined;
  return t(`mobile.rescue.fault.${fault}`);
}
