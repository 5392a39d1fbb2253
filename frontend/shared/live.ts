/**
 * A value that may be a signal: what a component takes when it should follow the value by itself.
 */
import { type ReadonlySignal, Signal } from "@preact/signals-core";

export type Live<T> = T | ReadonlySignal<T>;

/** Read the value now; inside a component or an effect this subscribes to it. */
export function current<T>(value: Live<T>): T {
  return value instanceof Signal ? value.value : (value as T);
}
