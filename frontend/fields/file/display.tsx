/**
 * Files of a record, each with its name and size; a tap keeps it on the phone.
 *
 * A file is never opened as a page of the app: what is in it would run with the app's rights.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { StateMark } from "../../ui/state";
import type { BlobReference } from "../../values/types";
import type { DisplayProps, FieldDisplay, PictureSource } from "../contract";
import { picturesOf } from "../image/references";

function Display({ value, tools: { pictures } }: DisplayProps) {
  return (
    <ul class="field-files">
      {picturesOf(value).map((file) => (
        <li key={file.blob} class="field-file">
          <Icon name="paperclip" />
          <span class="field-file-name" dir="auto">
            {file.name}
          </span>
          <span class="ui-quiet">{formatBytes(file.size)}</span>
          {pictures.onItsWay(file.blob) && <StateMark state="waiting" word={t("mobile.file.on_its_way")} />}
          <Keep file={file} source={pictures} />
        </li>
      ))}
    </ul>
  );
}

/** The bytes are asked for at the tap, and handed to the phone when they are here; never later, unasked. */
function Keep({ file, source }: { readonly file: BlobReference; readonly source: PictureSource }) {
  const [wanted, setWanted] = useState(false);
  const [missing, setMissing] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const state = wanted ? current(source.show(file.blob, "original")) : undefined;
  const fetch = () => {
    source.again(file.blob, "original");
    setMissing(false);
    setWanted(true);
  };
  useEffect(() => {
    if (!state || state.kind === "loading") return;
    if (state.kind === "here") link.current?.click();
    setMissing(state.kind === "away");
    setWanted(false);
  }, [state?.kind]);
  return (
    <>
      <IconButton icon="download" label={t("mobile.file.keep", { name: file.name })} onPress={fetch} />
      {state?.kind === "here" && (
        <a ref={link} class="ui-hidden" href={state.url} download={file.name} tabIndex={-1}>
          {file.name}
        </a>
      )}
      <span class="ui-quiet" aria-live="polite">
        {missing && t("mobile.file.away")}
        {state?.kind === "loading" && t("ui.loading")}
      </span>
      {missing && <Button onPress={fetch}>{t("mobile.file.fetch")}</Button>}
    </>
  );
}

export const file: FieldDisplay = { Display, tall: true };
