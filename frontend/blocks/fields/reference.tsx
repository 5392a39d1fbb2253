/**
 * A record that another one refers to, by its name: a link where it can be opened, muted where only its name is here.
 */
import { recordLabel } from "../../local/labels";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";

interface ReferenceProps {
  readonly entity: string;
  readonly record: string;
  /** Where a tap leads, if the record is here. */
  readonly href: string | undefined;
}

export function Reference({ entity, record, href }: ReferenceProps) {
  const { lens, records, reading, onAway } = useBlocks();
  const label = recordLabel(lens.metadata.model, records, reading, entity, record);
  switch (label.kind) {
    case "named":
    case "unnamed": {
      const name = label.kind === "named" ? label.text : lens.text(lens.entity(entity)?.label);
      if (!href) return <span dir="auto">{name}</span>;
      return (
        <a class="field-link" href={href} dir="auto">
          {name}
        </a>
      );
    }
    case "stub":
      return (
        <button class="block-away" type="button" onClick={() => onAway(entity, record)}>
          <span dir="auto">{label.text}</span>
          <Icon name="cloud" label={t("mobile.record.only_name")} />
        </button>
      );
    case "elsewhere":
      return <span class="ui-quiet">{records.loaded(entity) ? t("mobile.record.elsewhere") : ""}</span>;
    default:
      return unreachable(label);
  }
}
