/** Pictures of a record: the thumbnail at once, the whole when it is here; a tap opens it large. */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Sheet } from "../../ui/sheet";
import { StateMark } from "../../ui/state";
import type { BlobReference } from "../../values/types";
import type { DisplayProps, FieldDisplay } from "../contract";
import { Picture } from "./picture";
import { picturesOf } from "./references";

function Display({ field, value, tools: { pictures } }: DisplayProps) {
  const [open, setOpen] = useState<BlobReference | null>(null);
  return (
    <div class={field.type === "signature" ? "field-pictures field-signatures" : "field-pictures"}>
      {picturesOf(value).map((picture) => (
        <figure key={picture.blob} class="field-pictures-one">
          <button
            class="field-pictures-open"
            type="button"
            aria-label={t("mobile.photo.open", { name: picture.name })}
            onClick={() => setOpen(picture)}
          >
            <Picture picture={picture} source={pictures} size="thumbnail" />
          </button>
          {pictures.onItsWay(picture.blob) && (
            <figcaption>
              <StateMark state="waiting" word={t("mobile.photo.on_its_way")} />
            </figcaption>
          )}
        </figure>
      ))}
      {open && (
        <Sheet open title={open.name} onClose={() => setOpen(null)}>
          <div class="field-pictures-large">
            <Picture picture={open} source={pictures} size="original" />
          </div>
        </Sheet>
      )}
    </div>
  );
}

export const image: FieldDisplay = { Display, tall: true };
