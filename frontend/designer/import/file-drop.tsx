/**
 * The place for a spreadsheet: dropped there, or chosen; how far it has come, and which one it is.
 */
import { useRef, useState } from "preact/hooks";
import type { ImportState } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Progress } from "../../ui/progress";

interface FileDropProps {
  /** The file that is there or on its way, or null. */
  readonly state: ImportState | null;
  /** It is on its way. */
  readonly busy: boolean;
  /** Nothing else may be chosen now. */
  readonly disabled: boolean;
  readonly columns: number;
  readonly onFile: (file: File) => void;
}

const KINDS =
  ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function FileDrop({ state, busy, disabled, columns, onFile }: FileDropProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    setOver(false);
    if (file && !disabled) onFile(file);
  };
  const loaded = !busy && state !== null && columns > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button inside is the keyboard's way
    <div
      class="d-drop"
      data-over={over || undefined}
      data-loaded={loaded || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files);
      }}
    >
      {busy && state ? (
        <OnItsWay state={state} />
      ) : (
        <>
          <Icon name={loaded ? "table-2" : "upload"} size={24} />
          <p role="status">
            {loaded
              ? t("designer.import.found", { name: state.name, rows: state.rows, columns })
              : t("designer.import.choose")}
          </p>
        </>
      )}
      <input
        ref={chooser}
        class="ui-hidden"
        type="file"
        tabIndex={-1}
        aria-label={t("designer.import.choose")}
        accept={KINDS}
        disabled={disabled}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = ""; // the same file may be chosen again
        }}
      />
      <Button icon="upload" disabled={disabled} onPress={() => chooser.current?.click()}>
        {t(loaded ? "designer.import.choose_another" : "designer.import.choose_file")}
      </Button>
      {!loaded && !busy && <p class="ui-quiet ui-small">{t("designer.import.limits")}</p>}
    </div>
  );
}

function OnItsWay({ state }: { readonly state: ImportState }) {
  return state.state === "uploading" ? (
    <Progress
      label={t("designer.import.uploading", { name: state.name })}
      done={state.received}
      total={state.size}
    />
  ) : (
    <Progress
      label={t("designer.import.reading", { name: state.name })}
      done={state.rows}
      total={undefined}
      counts={t("designer.import.rows", { count: state.rows })}
    />
  );
}
