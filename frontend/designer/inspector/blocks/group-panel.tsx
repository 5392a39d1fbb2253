/**
 * The properties of a group: its heading, its direction, and the look of what is inside.
 */
import { iconNamed } from "../../../fields/icon-named";
import type { GroupBlock, Look, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { ACCENTS } from "../../../ui/accents";
import { IconProperty, More, SelectProperty, TextsProperty } from "../properties";
import { useTarget, write } from "../target";
import { VisibleWhen } from "./visible-when";

const NO_LOOK: Look = { colour: null, filled: null, size: null, weight: null };

export function GroupPanel({ block, page }: { readonly block: GroupBlock; readonly page: Page }) {
  const target = useTarget();
  const look = block.look ?? NO_LOOK;
  const put = (part: Partial<Look>) => {
    const now = { ...look, ...part };
    write(target, "look", Object.values(now).every((one) => one === null) ? null : now);
  };
  const inherited = t("designer.look.inherited");
  return (
    <>
      <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
      <SelectProperty
        of="direction"
        label={t("designer.direction")}
        value={block.direction}
        options={(["rows", "columns"] as const).map((one) => ({
          value: one,
          label: t(`designer.direction.${one}`),
        }))}
      />
      <SelectProperty
        of="look"
        label={t("designer.colour")}
        help={t("designer.look.help")}
        value={look.colour}
        options={ACCENTS.map((one) => ({ value: one, label: t(`designer.accent.${one}`) }))}
        none={inherited}
        onChange={(colour) => put({ colour: colour as Look["colour"] })}
      />
      <SelectProperty
        of="look"
        label={t("designer.look.filled")}
        value={look.filled === null ? null : look.filled ? "yes" : "no"}
        options={[
          { value: "yes", label: t("designer.look.filled.yes") },
          { value: "no", label: t("designer.look.filled.no") },
        ]}
        none={inherited}
        onChange={(filled) => put({ filled: filled === null ? null : filled === "yes" })}
      />
      <SelectProperty
        of="look"
        label={t("designer.look.size")}
        value={look.size}
        options={(["small", "normal", "large"] as const).map((one) => ({
          value: one,
          label: t(`designer.look.size.${one}`),
        }))}
        none={inherited}
        onChange={(size) => put({ size: size as Look["size"] })}
      />
      <SelectProperty
        of="look"
        label={t("designer.look.weight")}
        value={look.weight}
        options={(["normal", "strong"] as const).map((one) => ({
          value: one,
          label: t(`designer.look.weight.${one}`),
        }))}
        none={inherited}
        onChange={(weight) => put({ weight: weight as Look["weight"] })}
      />
      <More>
        <IconProperty
          of="icon"
          label={t("designer.icon")}
          value={block.icon && iconNamed(block.icon, "circle")}
        />
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
