/**
 * The control of each field type, for forms. Adding a type is a folder and a line here.
 */
import type { FieldTypeId } from "../values/types";
import { autoNumber } from "./auto-number/control";
import { barcode } from "./barcode/control";
import { bigInteger } from "./big-integer/control";
import { choice } from "./choice/control";
import type { FieldControl } from "./contract";
import { date } from "./date/control";
import { dateTime } from "./date-time/control";
import { decimal } from "./decimal/control";
import { email } from "./email/control";
import { file } from "./file/control";
import { image } from "./image/control";
import { integer } from "./integer/control";
import { link } from "./link/control";
import { lookup } from "./lookup/control";
import { money } from "./money/control";
import { multiLine } from "./multi-line/control";
import { phone } from "./phone/control";
import { position } from "./position/control";
import { signature } from "./signature/control";
import { text } from "./text/control";
import { yesNo } from "./yes-no/control";

export const controls: Readonly<Record<FieldTypeId, FieldControl>> = {
  text,
  multi_line: multiLine,
  integer,
  big_integer: bigInteger,
  decimal,
  money,
  yes_no: yesNo,
  date,
  date_time: dateTime,
  choice,
  lookup,
  phone,
  email,
  link,
  barcode,
  auto_number: autoNumber,
  image,
  file,
  signature,
  position,
};
