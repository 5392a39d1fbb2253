/**
 * A group of a record's fields: label and value beside each other, long values below their label.
 */
import { DisplayedValue, isTall } from "../../fields/registry";
import type { LocalRecord } from "../../local/record";
import type { FieldsBlock as FieldsDocument, ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import { StateMark } from "../../ui/state";
import { isShown } from "../conditions";
import { useBlocks } from "../context";
import { type FoundValue, isProvisional, valueAt, written } from "../record-values";
import { References } from "./reference";
import "./fields.css";

interface FieldsBlockProps {
  readonly block: FieldsDocument;
  readonly record: LocalRecord;
  /** Fields that wait for a choice. */
  readonly marked: ReadonlySet<string>;
}

export function FieldsBlock({ block, record, marked }: FieldsBlockProps) {
  const around = useBlocks();
  const { lens, node } = around;
  const isSeen = ({ hidden, visibleWhen }: ShownField) => !hidden && isShown(around, visibleWhen, record);
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
      <dl class="block-facts" data-columns={(block.columns ?? 1) > 1 ? block.columns : undefined}>
        {block.fields.filter(isSeen).map((shown) => (
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
  const tall = found.value !== null && isTall(found.field.type);
  const classes = `block-fact${tall ? " block-fact-tall" : ""}`;
  return (
    <div class={classes} data-node={`${node}/blocks/${block}/fields/${shown.id}`}>
      <dt>
        {lens.text(shown.label) || lens.text(found.field.label)}
        {marked && <StateMark state="needs" word={t("mobile.conflict.mark")} quiet />}
        {isProvisional(found) && <StateMark state="waiting" quiet />}
      </dt>
      <dd>
        <FactValue found={found} shown={shown} />
      </dd>
    </div>
  );
}

function FactValue({ found, shown }: { readonly found: FoundValue; readonly shown: ShownField }) {
  const { reading, pictures } = useBlocks();
  const { field, value } = found;
  const href = useReferenceHref(found, shown);
  if (found.away) return <span class="ui-quiet">{t("mobile.record.elsewhere")}</span>;
  if (value === null) {
    const provisional = written(found, reading);
    return <span class="ui-quiet">{provisional || "–"}</span>;
  }
  if (field.type === "lookup") return <References field={field} value={value} page={shown.page} />;
  const displayed = <DisplayedValue field={field} value={value} tools={{ reading, pictures }} />;
  if (href)
    return (
      <a class="field-link" href={href}>
        {displayed}
      </a>
    );
  if (field.type !== "image") return displayed;
  const { style, size } = shown.image ?? PLAIN_PICTURES;
  return <div class={`block-pictures block-pictures-${style} block-pictures-${size}`}>{displayed}</div>;
}

const PLAIN_PICTURES = { style: "square", size: "medium" } as const;

/** Where a value of another record leads: to that record, where the page that is named shows such records. */
function useReferenceHref({ holder }: FoundValue, { field, page: id }: ShownField): string | undefined {
  const { lens, workspace, pageHref } = useBlocks();
  const page = field.includes(".") ? lens.page(workspace, id) : undefined;
  return page && holder?.entity === page.entity ? pageHref(page.id, holder.id) : undefined;
}
