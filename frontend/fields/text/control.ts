/** One line of text. */
import { textControl } from "../text-control";

export const text = textControl("text");
