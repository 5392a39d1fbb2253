/**
 * A group of a record's fields: label and value beside each other, long values below their label.
 */
import { DisplayedValue, isTall } from "../../fields/registry";
import type { LocalRecord } from "../../local/record";
import type { FieldsBlock as FieldsDocument, ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import { StateMark } from "../../ui/state";
import { useBlocks } from "../context";
import { type FoundValue, valueAt, written } from "../record-values";
import { Reference } from "./reference";
import "./fields.css";

interface FieldsBlockProps {
  readonly block: FieldsDocument;
  readonly record: LocalRecord;
  /** Fields that wait for a choice. */
  readonly marked: ReadonlySet<string>;
}

export function FieldsBlock({ block, record, marked }: FieldsBlockProps) {
  const { lens, node } = useBlocks();
  const heading = `fields-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section
      class="block-fields"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      {label && (
        <h2 id={heading} class="block-fields-title">
          {label}
        </h2>
      )}
      <dl class="block-facts">
        {block.fields.map((shown) => (
          <Fact
            key={shown.id}
            shown={shown}
            record={record}
            block={block.id}
            marked={marked.has(shown.field)}
          />
        ))}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly shown: ShownField;
  readonly record: LocalRecord;
  readonly block: string;
  readonly marked: boolean;
}

function Fact({ shown, record, block, marked }: FactProps) {
  const { lens, records, node } = useBlocks();
  const found = valueAt(lens, records, record, shown.field);
  if (!found) return null;
  const classes = `block-fact${isTall(found.field.type) ? " block-fact-tall" : ""}`;
  return (
    <div class={classes} data-node={`${node}/blocks/${block}/fields/${shown.id}`}>
      <dt>
        {lens.text(shown.label) || lens.text(found.field.label)}
        {marked && <StateMark state="needs" word={t("mobile.conflict.mark")} quiet />}
      </dt>
      <dd>
        <FactValue found={found} shown={shown} />
      </dd>
    </div>
  );
}

function FactValue({ found, shown }: { readonly found: FoundValue; readonly shown: ShownField }) {
  const { reading, pictures, pageHref } = useBlocks();
  const { field, value } = found;
  if (found.away) return <span class="ui-quiet">{t("mobile.record.elsewhere")}</span>;
  if (value === null) {
    const provisional = written(found, reading);
    return <span class="ui-quiet">{provisional || "–"}</span>;
  }
  if (field.type === "lookup" && field.target) {
    const href = shown.page ? pageHref(shown.page, String(value)) : undefined;
    return <Reference entity={field.target} record={String(value)} href={href} />;
  }
  return <DisplayedValue field={field} value={value} tools={{ reading, pictures }} />;
}
