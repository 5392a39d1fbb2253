/**
 * A signature: drawn with the finger or the mouse, or, from a keyboard, a typed name.
 */
import { useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { TextInput } from "../../ui/text-input";
import type { ControlProps, FieldControl } from "../contract";
import { Picture } from "../image/picture";
import { picturesOf } from "../image/references";
import { ProblemLine } from "../problem-line";
import { isSigned, type Stroke } from "./ink";
import { Pad } from "./pad";
import { inkSigned, nameSigned, type Signed } from "./picture";

function Control({ field, input, onInput, readOnly, tools: { pictures, making } }: ControlProps) {
  const [there] = picturesOf(input);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [name, setName] = useState("");
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  const isDrawing = strokes.length > 0;

  /** Only the last of what was asked for is taken: pictures are written while somebody draws on. */
  function sign(make: ((id: string) => Promise<Signed>) | null): void {
    asked.current += 1;
    setFailed(false);
    if (make) {
      const work = write(make, asked.current);
      making?.(work);
    } else onInput(null);
  }

  async function write(make: (id: string) => Promise<Signed>, mine: number): Promise<boolean> {
    try {
      const { blob, reference } = await make(pictures.newId());
      if (asked.current !== mine) return true;
      pictures.adopt(blob);
      onInput(reference);
      return true;
    } catch {
      if (asked.current === mine) setFailed(true);
      return asked.current !== mine;
    }
  }

  const clear = () => {
    setStrokes([]);
    setName("");
    sign(null);
  };
  return (
    <div class="field-signature">
      {there && !isDrawing ? (
        <Picture picture={there} source={pictures} size="original" />
      ) : (
        !readOnly && (
          <Pad
            strokes={strokes}
            onDraw={setStrokes}
            onStroke={(drawn) => sign(isSigned(drawn) ? (id) => inkSigned(drawn, id) : null)}
          />
        )
      )}
      {!readOnly && !there && !isDrawing && (
        <FormField label={t("mobile.form.signature.name")}>
          <TextInput name={`${field.id}-name`} value={name} onInput={setName} autoComplete="name" />
        </FormField>
      )}
      {!readOnly && (
        <div class="field-photo-choosers">
          {!there && !isDrawing && (
            <Button
              icon="signature"
              disabled={name.trim() === ""}
              onPress={() => sign((id) => nameSigned(name.trim(), id))}
            >
              {t("mobile.form.signature.use_name")}
            </Button>
          )}
          {(there || isDrawing) && (
            <Button icon="x" onPress={clear}>
              {t("ui.clear")}
            </Button>
          )}
        </div>
      )}
      <ProblemLine text={failed ? t("mobile.form.signature.failed") : undefined} />
    </div>
  );
}

export const signature: FieldControl = { Control, begin: (value) => value, group: () => true };
