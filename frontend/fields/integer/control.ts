/** A whole number. */
import { numberControl } from "../number-control";

export const integer = numberControl(true);
