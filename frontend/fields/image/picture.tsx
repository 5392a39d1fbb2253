/**
 * One picture wherever it comes from; a quiet placeholder says why when it is not here.
 */
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import type { BlobReference } from "../../values/types";
import type { PictureSize, PictureSource } from "../contract";

interface PictureProps {
  readonly picture: BlobReference;
  readonly source: PictureSource;
  readonly size: PictureSize;
  /** In a list the row says what it is. */
  readonly decorative?: boolean;
}

export function Picture({ picture, source, size, decorative }: PictureProps) {
  const state = current(source.show(picture.blob, size));
  const label = decorative ? "" : picture.name;
  if (state.kind === "here") {
    return (
      <img
        class="field-picture"
        src={state.url}
        alt={label}
        width={picture.width}
        height={picture.height}
        decoding="async"
      />
    );
  }
  const words = state.kind === "loading" ? t("ui.loading") : t("mobile.photo.away");
  return (
    <span class="field-picture field-picture-empty">
      <Icon name="image" label={decorative ? undefined : `${label}. ${words}`} />
      {state.kind === "away" && size === "original" && <span aria-hidden="true">{words}</span>}
    </span>
  );
}
