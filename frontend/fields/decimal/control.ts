/** A number with decimals. */
import { numberControl } from "../number-control";

export const decimal = numberControl(false);
