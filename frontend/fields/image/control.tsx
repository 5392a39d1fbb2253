/**
 * Photos of a form: take one, or choose from the gallery; shown at once, removed with a tap.
 *
 * A file that cannot be taken is refused here with its reason, before it is read or sent.
 */
import { useId, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import type { ControlProps, FieldControl, PictureSource } from "../contract";
import { ProblemLine } from "../problem-line";
import { problemText } from "../problem-text";
import { Picture } from "./picture";
import { preparePicture, UnreadablePicture } from "./prepare";
import { asValue, picturesOf } from "./references";

function Control({ field, input, onInput, readOnly, tools: { pictures, making } }: ControlProps) {
  const shown = picturesOf(input);
  const latest = useRef(shown);
  latest.current = shown;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const room = field.several || shown.length === 0;

  async function take(files: readonly File[]): Promise<boolean> {
    setProblem(undefined);
    setBusy(true);
    let all = true;
    for (const file of field.several ? files : files.slice(0, 1)) {
      const reference = await takeOne(file, pictures, setProblem);
      if (reference) onInput(asValue([...(field.several ? latest.current : []), reference], field));
      else all = false;
    }
    setBusy(false);
    return all;
  }

  function begin(files: readonly File[]): void {
    const work = take(files);
    making?.(work);
  }

  return (
    <div class="field-photos">
      {shown.map((picture) => (
        <div key={picture.blob} class="field-photo">
          <Picture picture={picture} source={pictures} size="thumbnail" />
          {!readOnly && (
            <IconButton
              icon="x"
              label={t("mobile.photo.remove", { name: picture.name })}
              onPress={() =>
                onInput(
                  asValue(
                    shown.filter(({ blob }) => blob !== picture.blob),
                    field,
                  ),
                )
              }
            />
          )}
        </div>
      ))}
      {!readOnly && room && <Choosers several={field.several ?? false} onFiles={begin} />}
      <p class="ui-field-help" aria-live="polite">
        {busy ? t("mobile.photo.preparing") : ""}
      </p>
      <ProblemLine text={problem} />
    </div>
  );
}

async function takeOne(file: File, pictures: PictureSource, refuse: (sentence: string) => void) {
  try {
    const prepared = await preparePicture(file, pictures.newId());
    if (prepared.problem) {
      refuse(problemText(prepared.problem));
      return null;
    }
    pictures.adopt(prepared.blob);
    return prepared.reference;
  } catch (error) {
    refuse(t(error instanceof UnreadablePicture ? "mobile.photo.unreadable" : "mobile.photo.failed"));
    return null;
  }
}

interface ChoosersProps {
  readonly several: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

function Choosers({ several, onFiles }: ChoosersProps) {
  const id = useId();
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const chosen = (event: { currentTarget: HTMLInputElement }) => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = ""; // the same file may be chosen again
    onFiles(files);
  };
  const input = {
    class: "ui-hidden",
    type: "file",
    accept: "image/*",
    tabIndex: -1,
    onChange: chosen,
  } as const;
  return (
    <div class="field-photo-choosers">
      <input
        ref={camera}
        id={`${id}-camera`}
        {...input}
        capture="environment"
        aria-label={t("mobile.photo.take")}
      />
      <input
        ref={gallery}
        id={`${id}-gallery`}
        {...input}
        multiple={several}
        aria-label={t("mobile.photo.choose")}
      />
      <Button icon="camera" onPress={() => camera.current?.click()}>
        {t("mobile.photo.take")}
      </Button>
      <Button icon="image-plus" onPress={() => gallery.current?.click()}>
        {t("mobile.photo.choose")}
      </Button>
    </div>
  );
}

export const image: FieldControl = { Control, begin: (value) => value, group: () => true };
