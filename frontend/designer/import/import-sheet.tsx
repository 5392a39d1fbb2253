/**
 * A spreadsheet brought into an entity that is published: columns beside fields, a check of every row, the run, and
 * the way back; and its records out as a file.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Entity, SheetReading } from "../../protocol";
import type { Client } from "../../rest/client";
import { exportAddress } from "../../rest/imports";
import { systemClock } from "../../shared/clock";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { said } from "../words";
import { CheckLine } from "./check-line";
import { Checked } from "./checked";
import { type FilledColumn, keyFields, ownKeyField, planOfFilled } from "./columns";
import { EarlierImports } from "./earlier-imports";
import { FileDrop } from "./file-drop";
import { FilledColumnsTable } from "./filled-columns-table";
import { FirstRows } from "./first-rows";
import { filledColumnsKept } from "./kept-columns";
import { RunView } from "./run-view";
import { Spreadsheet } from "./spreadsheet";
import "./import.css";

export interface ImportSheetProps {
  readonly client: Client;
  /** As it is published. */
  readonly entity: Entity;
  readonly onClose: () => void;
}

const ENDED: ReadonlySet<string> = new Set(["running", "done", "cancelled", "undoing", "undone"]);

export function ImportSheet({ client, entity, onClose }: ImportSheetProps) {
  const sheet = useMemo(() => new Spreadsheet(client, systemClock), [client]);
  const [columns, setColumns] = useState<readonly FilledColumn[]>([]);
  /** The id of the field; null: nobody has chosen. */
  const [key, setKey] = useState<string | null>(null);
  const [emptyUnfit, setEmptyUnfit] = useState(true);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const report = useRef<HTMLHeadingElement>(null);
  const state = sheet.state.value;
  const keys = keyFields(entity, columns);
  const wanted = key ?? ownKeyField(entity, columns)?.id;
  const usedKey = keys.find(({ id }) => id === wanted)?.id ?? null;
  const plan = planOfFilled(columns, entity.id, usedKey, emptyUnfit);
  const running = state !== null && ENDED.has(state.state);
  const checked = state?.state === "checked" ? state : null;

  useEffect(
    () => () => {
      sheet.end();
      void sheet.forget();
    },
    [sheet],
  );

  const during = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setWrong(null);
    try {
      await work();
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  const take = (file: File) =>
    during(async () => {
      const { preview } = await sheet.take(file);
      if (preview) setColumns((now) => filledColumnsKept(preview.columns, entity, now));
    });
  const readAgain = (reading: SheetReading) =>
    during(async () => {
      const { preview } = await sheet.read(reading);
      if (preview) setColumns((now) => filledColumnsKept(preview.columns, entity, now));
    });
  const chooseEmpty = (empty: boolean) => {
    setEmptyUnfit(empty);
    const other = planOfFilled(columns, entity.id, usedKey, empty);
    if (other) void during(() => sheet.plan(other));
  };
  const change = (act: () => void) => {
    act();
    sheet.outdate();
  };

  return (
    <Sheet
      open
      place="side"
      title={t("designer.import.title", { name: said(entity.plural) })}
      onClose={onClose}
      actions={
        columns.length > 0 && !running ? (
          <>
            <CheckLine checked={checked} report={report} />
            <Button disabled={busy || !plan} onPress={() => plan && void during(() => sheet.plan(plan))}>
              {t(busy ? "designer.import.checking" : "designer.import.check")}
            </Button>
            <Button
              kind="primary"
              disabled={busy || !checked || checked.created + checked.updated === 0}
              onPress={() => void during(() => sheet.run(true))}
            >
              {checked && checked.unfit > 0
                ? t("designer.import.run_without", { count: checked.unfit })
                : t("designer.import.run")}
            </Button>
          </>
        ) : (
          <Button onPress={onClose}>{t("ui.close")}</Button>
        )
      }
    >
      <div class="d-import">
        {running && state ? (
          <RunView
            state={state}
            problems={sheet.problems.value}
            more={sheet.more.value}
            onCancel={() => void during(() => sheet.cancel())}
            onUndo={() => void during(() => sheet.undo())}
          />
        ) : (
          <>
            <FileDrop
              state={state}
              busy={busy && (state?.state === "uploading" || state?.state === "reading")}
              disabled={busy}
              columns={columns.length}
              onFile={(file) => void take(file)}
            />
            {columns.length === 0 && (
              <>
                <EarlierImports client={client} entity={entity.id} />
                <Exports entity={entity} />
              </>
            )}
          </>
        )}
        {columns.length > 0 && state?.preview && !running && (
          <>
            <FirstRows preview={state.preview} onRead={(reading) => void readAgain(reading)} />
            <FilledColumnsTable
              entity={entity}
              columns={columns}
              onChange={(now) => change(() => setColumns(now))}
            />
            <FormField label={t("designer.import.key")} help={t("designer.import.key_help")}>
              <Select
                value={usedKey ?? ""}
                emptyLabel={t("designer.import.no_key")}
                onInput={(now) => change(() => setKey(now))}
                options={keys.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
              />
            </FormField>
            {checked && (
              <Checked
                state={checked}
                sheet={sheet}
                head={report}
                emptyUnfit={emptyUnfit}
                onEmptyUnfit={chooseEmpty}
              />
            )}
          </>
        )}
        {wrong && <Wrong alert>{wrong}</Wrong>}
      </div>
    </Sheet>
  );
}

function Exports({ entity }: { readonly entity: Entity }) {
  return (
    <section class="d-exports">
      <h3>{t("designer.export.title")}</h3>
      <p class="ui-quiet ui-small">{t("designer.export.help")}</p>
      <p>
        <Button icon="download" href={exportAddress(entity.id, { format: "csv" })}>
          {t("designer.export.csv")}
        </Button>{" "}
        <Button icon="download" href={exportAddress(entity.id, { format: "xlsx" })}>
          {t("designer.export.xlsx")}
        </Button>
      </p>
    </section>
  );
}
