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

function Control({ field, input, onInput, readOnly, tools: { pictures } }: ControlProps) {
  const [there] = picturesOf(input);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [name, setName] = useState("");
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  const isDrawing = strokes.length > 0;

  /** Only the last of what was asked for is taken: pictures are written while somebody draws on. */
  async function sign(make: ((id: string) => Promise<Signed>) | null): Promise<void> {
    asked.current += 1;
    const mine = asked.current;
    setFailed(false);
    if (!make) return onInput(null);
    try {
      const { blob, reference } = await make(pictures.newId());
      if (asked.current !== mine) return;
      pictures.adopt(blob);
      onInput(reference);
    } catch {
      if (asked.current === mine) setFailed(true);
    }
  }

  const clear = () => {
    setStrokes([]);
    setName("");
    void sign(null);
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
              onPress={() => void sign((id) => nameSigned(name.trim(), id))}
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
