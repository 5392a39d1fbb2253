/**
 * The spreadsheets that were brought in before, the latest first, each with the way back.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ImportState } from "../../protocol";
import type { Client } from "../../rest/client";
import { listImports } from "../../rest/imports";
import { systemClock } from "../../shared/clock";
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { Spreadsheet } from "./spreadsheet";

interface EarlierImportsProps {
  readonly client: Client;
  /** Only those into this entity; left out: all. */
  readonly entity?: string;
}

/** What has written records, or has taken them back. */
const TOLD: ReadonlySet<ImportState["state"]> = new Set([
  "running",
  "done",
  "cancelled",
  "undoing",
  "undone",
]);

export function EarlierImports({ client, entity }: EarlierImportsProps) {
  const [imports, setImports] = useState<readonly ImportState[]>([]);
  useEffect(() => {
    let gone = false;
    // A list that cannot be read is none: bringing something in goes on without it.
    listImports(client).then(
      (found) => !gone && setImports(found),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [client]);
  const told = imports.filter(
    ({ state, plan }) => TOLD.has(state) && (entity === undefined || plan?.entity === entity),
  );
  if (told.length === 0) return null;
  return (
    <section class="d-earlier" aria-label={t("designer.import.earlier")}>
      <h3>{t("designer.import.earlier")}</h3>
      <ul>
        {told.map((one) => (
          <EarlierImport key={one.id} client={client} begun={one} />
        ))}
      </ul>
    </section>
  );
}

function EarlierImport({ client, begun }: { readonly client: Client; readonly begun: ImportState }) {
  const sheet = useMemo(() => new Spreadsheet(client, systemClock), [client]);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => () => sheet.end(), [sheet]);
  const now = sheet.state.value ?? begun;
  const undo = async () => {
    setBusy(true);
    setWrong(null);
    try {
      sheet.open(begun);
      await sheet.undo();
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <li>
      <div>
        <strong dir="auto">{now.name}</strong>
        <p class="ui-quiet ui-small" role="status">
          {formatDateTime(new Date(now.begunAt))} · {standWords(now)}
        </p>
        {wrong && <Wrong alert>{wrong}</Wrong>}
      </div>
      {(now.state === "done" || now.state === "cancelled") && now.created + now.updated > 0 && (
        <Button icon="undo-2" disabled={busy} onPress={() => void undo()}>
          {t("designer.import.undo")} <span class="ui-hidden">{now.name}</span>
        </Button>
      )}
    </li>
  );
}

function standWords({ state, created, updated, done, left }: ImportState): string {
  if (state === "undone") {
    const words = t("designer.import.undone", { count: done - left });
    return left > 0 ? `${words} ${t("designer.import.left", { count: left })}` : words;
  }
  if (state === "running" || state === "undoing") return t(`designer.import.${state}`);
  return t(state === "done" ? "designer.import.done" : "designer.import.stopped", { created, updated });
}
