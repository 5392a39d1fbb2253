/** A phone number, with its keyboard. */
import { textControl } from "../text-control";

export const phone = textControl("tel");
