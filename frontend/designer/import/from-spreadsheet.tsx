/**
 * A new workspace from a spreadsheet: the file, its columns as fields, what does not fit, who sees it; then all of it
 * in one step: made, published, and the rows brought in.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ImportState, SheetPreview, SheetReading } from "../../protocol";
import type { Client } from "../../rest/client";
import { systemClock } from "../../shared/clock";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { slugOf } from "../ids";
import { Wrong } from "../inspector/properties";
import { errorWords } from "../problem-words";
import { written } from "../words";
import { CheckLine } from "./check-line";
import { Checked } from "./checked";
import {
  fieldsOf,
  keyColumns,
  type NewColumn,
  type NewRows,
  ownKey,
  planOfNew,
  titleColumns,
} from "./columns";
import { EarlierImports } from "./earlier-imports";
import { FileDrop } from "./file-drop";
import { FirstRows } from "./first-rows";
import { newColumnsKept } from "./kept-columns";
import { bringIn, publishSheetWorkspace } from "./make-workspace";
import { NewColumnsTable } from "./new-columns-table";
import { RoleChoice } from "./role-choice";
import { RowKey } from "./row-key";
import { RunView } from "./run-view";
import { Spreadsheet } from "./spreadsheet";
import "./import.css";

type Work = "reading" | "checking" | "making";

export interface FromSpreadsheetProps {
  readonly client: Client;
  /** The ids that workspaces have. */
  readonly taken: ReadonlySet<string>;
  readonly onMade: (workspace: string) => void;
}

export function FromSpreadsheet({ client, taken, onMade }: FromSpreadsheetProps) {
  const sheet = useMemo(() => new Spreadsheet(client, systemClock), [client]);
  const [columns, setColumns] = useState<readonly NewColumn[]>([]);
  const [label, setLabel] = useState("");
  const [plural, setPlural] = useState("");
  const [title, setTitle] = useState("");
  /** The id of the column; null: nobody has chosen. */
  const [key, setKey] = useState<string | null>(null);
  const [emptyUnfit, setEmptyUnfit] = useState(true);
  const [roles, setRoles] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState<Work | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  /** The workspace, once it is published. */
  const [made, setMade] = useState<string | null>(null);
  const report = useRef<HTMLHeadingElement>(null);
  /** What was proposed as names, so that what was typed since is kept. */
  const proposed = useRef({ plural: "", label: "" });
  const state = sheet.state.value;
  const titles = titleColumns(columns);
  const named = titles.find(({ guess }) => guess.id === title) ?? titles[0];

  useEffect(
    () => () => {
      sheet.end();
      void sheet.forget();
    },
    [sheet],
  );

  const during = async (kind: Work, work: () => Promise<unknown>) => {
    setBusy(kind);
    setWrong(null);
    try {
      await work();
    } catch (error) {
      setWrong(errorWords(error));
    } finally {
      setBusy(null);
    }
  };

  const take = (file: File) =>
    during("reading", async () => {
      const { preview } = await sheet.take(file);
      if (preview) show(preview);
    });

  const readAgain = (reading: SheetReading) =>
    during("reading", async () => {
      const { preview } = await sheet.read(reading);
      if (preview) show(preview);
    });

  const show = (preview: SheetPreview) => {
    const before = proposed.current;
    proposed.current = { plural: preview.title, label: singular(preview.title) };
    setColumns((now) => newColumnsKept(preview.columns, now));
    setPlural((now) => (now === before.plural ? proposed.current.plural : now));
    setLabel((now) => (now === before.label ? proposed.current.label : now));
  };

  const wanted = key ?? ownKey(columns)?.guess.id ?? "";
  const usedKey = keyColumns(columns).some(({ guess }) => guess.id === wanted) ? wanted : "";
  const said: NewRows = { title: named?.guess.id ?? "", key: usedKey, emptyUnfit };
  const check = (empty = emptyUnfit) =>
    during("checking", () => sheet.plan(planOfNew(columns, { ...said, emptyUnfit: empty }, null)));

  const chooseEmpty = (empty: boolean) => {
    setEmptyUnfit(empty);
    void check(empty);
  };

  const make = () =>
    during("making", async () => {
      const id = slugOf(plural, (one) => taken.has(one), "workspace");
      const entity = await publishSheetWorkspace(client, systemClock, {
        design: {
          id,
          title: written(plural.trim()),
          description: {},
          icon: "clipboard-list",
          accent: "blue",
          entity: null,
        },
        entity: {
          label: label.trim(),
          plural: plural.trim(),
          icon: "clipboard-list",
          fields: fieldsOf(columns, said.title, said.key),
          title: said.title,
        },
        roles: [...roles],
      });
      setMade(id);
      await bringIn(sheet, columns, said, entity);
    });

  const change = (now: NewColumn[]) => {
    setColumns(now);
    sheet.outdate();
  };

  if (made !== null) {
    return (
      <div class="d-import">
        <p role="status">{t("designer.import.published", { name: plural })}</p>
        {state && (
          <RunView
            state={state}
            problems={sheet.problems.value}
            more={sheet.more.value}
            onCancel={() => void during("making", () => sheet.cancel())}
            onUndo={() => void during("making", () => sheet.undo())}
          />
        )}
        {wrong && <Wrong alert>{wrong}</Wrong>}
        <footer class="d-import-actions">
          <Button kind="primary" disabled={busy !== null} onPress={() => onMade(made)}>
            {t("designer.import.open")}
          </Button>
        </footer>
      </div>
    );
  }
  const checked: ImportState | null = state?.state === "checked" ? state : null;
  const ready = busy === null && label.trim() !== "" && plural.trim() !== "" && named !== undefined;
  return (
    <div class="d-import">
      <FileDrop
        state={state}
        busy={busy === "reading"}
        disabled={busy !== null}
        columns={columns.length}
        onFile={(file) => void take(file)}
      />
      {columns.length === 0 && busy === null && <EarlierImports client={client} />}
      {columns.length > 0 && state?.preview && (
        <>
          <div class="ui-form-pair">
            <FormField label={t("designer.entity_many")} required>
              <TextInput value={plural} onInput={setPlural} />
            </FormField>
            <FormField label={t("designer.entity_one")} required help={t("designer.entity_one_help")}>
              <TextInput value={label} onInput={setLabel} />
            </FormField>
          </div>
          <FirstRows preview={state.preview} onRead={(reading) => void readAgain(reading)} />
          <NewColumnsTable columns={columns} onChange={change} />
          <FormField label={t("designer.title_field")} help={t("designer.title_field_help")}>
            <Select
              value={named?.guess.id ?? ""}
              onInput={setTitle}
              options={titles.map((one) => ({ value: one.guess.id, label: one.label }))}
            />
          </FormField>
          <RowKey
            columns={columns}
            rows={state.rows}
            value={usedKey}
            onInput={(now) => {
              setKey(now);
              sheet.outdate();
            }}
          />
          <RoleChoice client={client} chosen={roles} onChange={setRoles} />
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
      {columns.length > 0 && (
        <footer class="d-import-actions">
          <CheckLine checked={checked} report={report} />
          {(!checked || busy === "checking") && (
            <Button disabled={!ready} onPress={() => void check()}>
              {t(busy === "checking" ? "designer.import.checking" : "designer.import.check")}
            </Button>
          )}
          <Button kind="primary" disabled={!ready} onPress={() => void make()}>
            {makeWords(busy, checked)}
          </Button>
        </footer>
      )}
    </div>
  );
}

function makeWords(busy: Work | null, checked: ImportState | null): string {
  if (busy === "making") return t("designer.making");
  if (checked && checked.unfit > 0) return t("designer.import.make_without", { count: checked.unfit });
  return t("designer.import.make");
}

/** What one of many is called, as a first proposal. */
function singular(title: string): string {
  return language.peek() === "en" && /[^s]s$/.test(title) ? title.slice(0, -1) : title;
}
