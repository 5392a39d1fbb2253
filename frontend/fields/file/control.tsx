/**
 * Files of a form: chosen on the phone, each shown with its name and size, removed with a tap.
 */
import { useRef, useState } from "preact/hooks";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import type { ControlProps, FieldControl } from "../contract";
import { asValue, picturesOf } from "../image/references";
import { ProblemLine } from "../problem-line";
import { problemText } from "../problem-text";
import { prepareFile } from "./prepare";

function Control({ field, input, onInput, readOnly, tools: { pictures, making } }: ControlProps) {
  const shown = picturesOf(input);
  const latest = useRef(shown);
  latest.current = shown;
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const several = field.several === true;

  async function take(files: readonly File[]): Promise<boolean> {
    setProblem(undefined);
    setBusy(true);
    let all = true;
    for (const file of several ? files : files.slice(0, 1)) {
      const prepared = await prepareFile(file, pictures.newId()).catch(() => null);
      if (prepared && !prepared.problem) {
        pictures.adopt(prepared.blob);
        onInput(asValue([...(several ? latest.current : []), prepared.reference], field));
        continue;
      }
      all = false;
      setProblem(
        prepared ? problemText(prepared.problem) : t("mobile.form.file.failed", { name: file.name }),
      );
    }
    setBusy(false);
    return all;
  }

  return (
    <div class="field-photos">
      <ul class="field-files">
        {shown.map((file) => (
          <li key={file.blob} class="field-file">
            <Icon name="paperclip" />
            <span class="field-file-name" dir="auto">
              {file.name}
            </span>
            <span class="ui-quiet">{formatBytes(file.size)}</span>
            {!readOnly && (
              <IconButton
                icon="x"
                label={t("mobile.photo.remove", { name: file.name })}
                onPress={() =>
                  onInput(
                    asValue(
                      shown.filter(({ blob }) => blob !== file.blob),
                      field,
                    ),
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (several || shown.length === 0) && (
        <div class="field-photo-choosers">
          <input
            ref={chooser}
            class="ui-hidden"
            type="file"
            tabIndex={-1}
            multiple={several}
            aria-label={t("mobile.form.file.choose")}
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = ""; // the same file may be chosen again
              const work = take(files);
              making?.(work);
            }}
          />
          <Button icon="paperclip" onPress={() => chooser.current?.click()}>
            {t("mobile.form.file.choose")}
          </Button>
        </div>
      )}
      <p class="ui-field-help" aria-live="polite">
        {busy ? t("mobile.form.file.preparing") : ""}
      </p>
      <ProblemLine text={problem} />
    </div>
  );
}

export const file: FieldControl = { Control, begin: (value) => value, group: () => true };
