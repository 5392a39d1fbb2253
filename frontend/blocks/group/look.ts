/**
 * How what is inside groups looks: what a group does not say, it takes from the one around it. Pure.
 */
import type { Look } from "../../protocol";

export const PLAIN: Look = { colour: null, filled: null, size: null, weight: null };

export function lookInside(around: Look, own: Look | null | undefined): Look {
  return {
    colour: own?.colour ?? around.colour,
    filled: own?.filled ?? around.filled,
    size: own?.size ?? around.size,
    weight: own?.weight ?? around.weight,
  };
}
