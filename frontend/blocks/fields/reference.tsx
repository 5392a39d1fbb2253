/**
 * Records that another one refers to, by their names: links where they can be opened, muted where only a name is here.
 */
import { Fragment } from "preact";
import { recordLabel } from "../../local/labels";
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { Icon } from "../../ui/icon";
import { referredBy } from "../../values/lookup";
import { useBlocks } from "../context";
import type { Lens } from "../lens";

interface ReferencesProps {
  readonly field: Field;
  /** An id, or several. */
  readonly value: unknown;
  /** The page that a tap opens. */
  readonly page: string | null | undefined;
}

export function References({ field, value, page }: ReferencesProps) {
  const { reading, pageHref } = useBlocks();
  const { target } = field;
  if (!target) return null;
  return (
    <span>
      {referredBy(value, field, reading).map((id, at) => (
        <Fragment key={id}>
          {at > 0 && ", "}
          <Reference entity={target} record={id} href={page ? pageHref(page, id) : undefined} />
        </Fragment>
      ))}
    </span>
  );
}

/** Say of which kind something is that is not here and that nobody has named. */
function elsewhere(lens: Lens, entity: string): string {
  return t("mobile.record.elsewhere_of", { entity: lens.text(lens.entity(entity)?.label) });
}

interface ReferenceProps {
  readonly entity: string;
  readonly record: string;
  /** Where a tap leads, if the record is here. */
  readonly href: string | undefined;
}

function Reference({ entity, record, href }: ReferenceProps) {
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
      return <span class="ui-quiet">{records.loaded(entity) ? elsewhere(lens, entity) : ""}</span>;
    default:
      return unreachable(label);
  }
}
