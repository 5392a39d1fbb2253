/**
 * Live values inside components: reading a signal draws the component again when it changes.
 *
 * The import below is what joins signals to Preact; without it a component would read each signal only once.
 */
import "@preact/signals";

export { current, type Live } from "../shared/live";
