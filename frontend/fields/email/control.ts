/** An e-mail address, with its keyboard. */
import { textControl } from "../text-control";

export const email = textControl("email");
