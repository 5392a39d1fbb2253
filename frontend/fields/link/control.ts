/** A link. The keyboard has a slash; a missing https:// is put there when it is read. */
import { textControl } from "../text-control";

export const link = textControl("url");
