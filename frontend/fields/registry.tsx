/**
 * How a value of each field type is shown on a page; a type that is not listed is shown as its text.
 */
import { asEntered, fits } from "../values/fitting";
import { format } from "../values/registry";
import type { FieldTypeId } from "../values/types";
import { choice } from "./choice/display";
import type { DisplayProps, FieldDisplay } from "./contract";
import { email } from "./email/display";
import { file } from "./file/display";
import { image } from "./image/display";
import { link } from "./link/display";
import { lookup } from "./lookup/display";
import { multiLine } from "./multi-line/display";
import { phone } from "./phone/display";
import { position } from "./position/display";
import "./fields.css";

const displays: Partial<Readonly<Record<FieldTypeId, FieldDisplay>>> = {
  multi_line: multiLine,
  choice,
  lookup,
  phone,
  email,
  link,
  image,
  file,
  signature: image,
  position,
};

/** Show a value that is not empty. */
export function DisplayedValue(props: DisplayProps) {
  if (!fits(props.value, props.field)) return <span dir="auto">{asEntered(props.value)}</span>;
  const Special = displays[props.field.type]?.Display;
  if (Special) return <Special {...props} />;
  return <span dir="auto">{format(props.value, props.field, props.tools.reading)}</span>;
}

/** Whether a type's values stand below their label. */
export function isTall(type: FieldTypeId): boolean {
  return displays[type]?.tall ?? false;
}
