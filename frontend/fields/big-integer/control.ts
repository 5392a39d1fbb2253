/** A large whole number. */
import { numberControl } from "../number-control";

export const bigInteger = numberControl(true);
