/**
 * The twelve colours that a workspace may have, one of them chosen.
 */
import { useId } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import type { Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { ACCENTS } from "../../ui/accents";

export type AccentName = Workspace["accent"];

interface AccentPickerProps {
  readonly value: AccentName;
  readonly onPick: (accent: AccentName) => void;
}

export function AccentPicker({ value, onPick }: AccentPickerProps) {
  const name = useId();
  return (
    <div class="d-accents" role="radiogroup" aria-label={t("designer.colour")}>
      {ACCENTS.map((accent) => (
        <label
          key={accent}
          class="d-accent-choice"
          data-accent={accentNamed(accent)}
          title={t(`designer.accent.${accent}`)}
        >
          <input
            class="ui-hidden"
            type="radio"
            name={name}
            checked={accent === value}
            aria-label={t(`designer.accent.${accent}`)}
            onChange={() => onPick(accent)}
          />
          <span />
        </label>
      ))}
    </div>
  );
}
