/**
 * A number as a person types it, turned into the plain form `-1234.5`.
 *
 * Phone keyboards offer a comma or a point, whichever they please, so a single sign counts as the decimal sign
 * unless it can only be the locale's grouping sign. What cannot be read comes back as it was, for the type to refuse.
 */
const known = new Map<string, { group: string; point: string }>();

function signs(locale: string): { group: string; point: string } {
  let found = known.get(locale);
  if (!found) {
    const parts = new Intl.NumberFormat(locale, { useGrouping: "always" }).formatToParts(1234567.5);
    const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
    found = { group: sign("group"), point: sign("decimal") };
    known.set(locale, found);
  }
  return found;
}

export function plainNumber(typed: string, locale: string): string {
  const text = typed.replace(/[\s\u2019'_]/g, "").replace(/^[\u2212\u2013]/, "-");
  const { group, point } = signs(locale);
  const used = [",", "."].filter((sign) => text.includes(sign));
  const last = text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
  const count = text.split(last).length - 1;
  const grouped = /^[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+$/.test(text);
  const onlyGroups = used.length === 1 && grouped && (count > 1 || (last === group && last !== point));
  if (used.length === 2 && (count > 1 || !/^[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+[.,][0-9]*$/.test(text)))
    return typed;
  if (used.length === 1 && count > 1 && !onlyGroups) return typed;
  const whole = onlyGroups ? text : text.slice(0, used.length ? text.lastIndexOf(last) : undefined);
  const fraction = onlyGroups || !used.length ? "" : text.slice(text.lastIndexOf(last) + 1);
  const plain = whole
    .replace(/[.,]/g, "")
    .replace(/^\+/, "")
    .replace(/^(-?)$/, "$10");
  return /^-?[0-9]+$/.test(plain) && /^[0-9]*$/.test(fraction) && /[0-9]/.test(text)
    ? plain + (fraction && `.${fraction}`)
    : typed;
}
