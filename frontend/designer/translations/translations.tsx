/**
 * All texts of a workspace beside each other in its languages, with what is missing.
 */
import { useMemo, useState } from "preact/hooks";
import { LANGUAGES, language, t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { SearchField } from "../../ui/search-field";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { searchKey } from "../../values/fold";
import { setText } from "../commands/nodes";
import type { Editor } from "../editor";
import { nodeByPath } from "../tree/nodes";
import { said, WRITTEN } from "../words";
import { lacking, languagesOf, type TextRow, textRows } from "./text-rows";
import "./translations.css";

/** Languages that a design can be written in beside those of the interface. */
const OTHERS = ["da", "de", "es", "fi", "fr", "is", "it", "nb", "nl", "pl", "pt", "ro", "uk"];

export function Translations({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const rows = textRows(editor.whole.value);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState("");
  const [onlyMissing, setOnlyMissing] = useState(false);
  const languages = [...new Set([...WRITTEN, ...languagesOf(rows), ...added])];
  const missing = rows.reduce((sum, row) => sum + lacking(row, languages).length, 0);
  // What is filled in stays where it is until something else is asked for
  const shown = useMemo(
    () => new Set(wanted(editor, rows, typed, onlyMissing ? languages : null).map(({ id }) => id)),
    [typed, onlyMissing, languages.length, rows.length],
  );
  const names = new Intl.DisplayNames([language.value], { type: "language" });
  return (
    <Sheet open place="side" title={t("designer.translations")} onClose={onClose}>
      <div class="d-translations">
        <div class="d-translations-tools">
          <SearchField value={typed} onSearch={setTyped} label={t("designer.translations.search")} />
          <Checkbox
            label={t("designer.translations.only_missing")}
            checked={onlyMissing}
            onChange={setOnlyMissing}
          />
          <FormField label={<span class="ui-hidden">{t("designer.translations.add")}</span>}>
            <Select
              value=""
              deliberate
              emptyLabel={t("designer.translations.add")}
              onInput={(code) => code && setAdded([...added, code])}
              options={OTHERS.filter((code) => !languages.includes(code)).map((code) => ({
                value: code,
                label: names.of(code) ?? code,
              }))}
            />
          </FormField>
        </div>
        <p role="status">{t("designer.translations.missing", { count: missing })}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("designer.translations.place")}</th>
              <th scope="col">{t("designer.translations.what")}</th>
              {languages.map((code) => (
                <th key={code} scope="col" lang={code}>
                  {LANGUAGES.find((one) => one.code === code)?.name ?? names.of(code) ?? code}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              .filter(({ id }) => shown.has(id))
              .map((row) => (
                <Row key={row.id} editor={editor} row={row} languages={languages} />
              ))}
          </tbody>
        </table>
        {onlyMissing && shown.size === 0 && <p class="ui-quiet">{t("designer.translations.complete")}</p>}
      </div>
    </Sheet>
  );
}

interface RowProps {
  readonly editor: Editor;
  readonly row: TextRow;
  readonly languages: readonly string[];
}

function Row({ editor, row, languages }: RowProps) {
  const lacks = lacking(row, languages);
  const place = placeOf(editor, row);
  const what = t(`designer.translations.key.${row.key}`);
  return (
    <tr>
      <th scope="row">{place}</th>
      <td class="ui-quiet">{what}</td>
      {languages.map((code) => (
        <td key={code}>
          <input
            class={lacks.includes(code) ? "ui-control d-missing" : "ui-control"}
            lang={code}
            dir="auto"
            aria-label={t("designer.translations.cell", { language: code, what, place })}
            value={row.texts[code] ?? ""}
            onInput={(event) => write(editor, row, code, event.currentTarget.value, place)}
            onBlur={() => editor.store.seal()}
          />
        </td>
      ))}
    </tr>
  );
}

function write(
  editor: Editor,
  { id, document, path, key }: TextRow,
  code: string,
  words: string,
  name: string,
) {
  editor.type(setText(editor.documents, document, path, key, code, words, name), `${id}/${code}`);
}

function placeOf(editor: Editor, { document, path }: TextRow): string {
  if (path.length === 0) return said(editor.whole.value.workspace.title);
  const deepest = nodeByPath(editor.tree.value, { document, path });
  return deepest?.label ?? path.at(-1) ?? "";
}

/** The rows that have what was typed, and where languages are given lack one of them. */
function wanted(
  editor: Editor,
  rows: readonly TextRow[],
  typed: string,
  languages: readonly string[] | null,
): readonly TextRow[] {
  const key = searchKey(typed);
  return rows.filter((row) => {
    if (languages && lacking(row, languages).length === 0) return false;
    const words = [placeOf(editor, row), ...Object.values(row.texts)].join(" ");
    return searchKey(words).includes(key);
  });
}
