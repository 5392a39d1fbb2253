/**
 * The place for a spreadsheet: dropped there, or chosen; and how far it has come.
 */
import { useId, useState } from "preact/hooks";
import type { ImportState } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { Progress } from "../../ui/progress";

interface FileDropProps {
  /** The file that is on its way, or null. */
  readonly state: ImportState | null;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

const KINDS =
  ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function FileDrop({ state, busy, onFile }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    setOver(false);
    if (file && !busy) onFile(file);
  };
  if (busy && state) {
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
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the input inside is the keyboard's way
    <div
      class="d-drop"
      data-over={over || undefined}
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
      <Icon name="upload" size={24} />
      <label for={id}>{t("designer.import.choose")}</label>
      <input
        id={id}
        type="file"
        accept={KINDS}
        disabled={busy}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p class="ui-quiet ui-small">{t("designer.import.limits")}</p>
    </div>
  );
}
