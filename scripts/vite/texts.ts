/**
 * The message catalogues as pages load them: without what only the server and the command line say, and what only
 * the designer says in a part of its own (`texts/en.json?designer`).
 */
import type { Plugin } from "vite";

const SERVER_ONLY =
  /^(?:cli|serve|shell|trust)\.|^problem\.(?:setting-|port-in-use|cannot-listen|data-folder)|\.remedy$/;
const DESIGNER_ONLY = /^designer\.|^problem\.(?:design-|patch-|model-|package-|workspace-)/;

export function pageTexts(): Plugin {
  return {
    name: "satchel-page-texts",
    enforce: "pre",
    transform(code, id) {
      const found = /\/texts\/[a-z-]+\.json(\?designer)?$/i.exec(id);
      if (!found) return null;
      const forDesigner = found[1] !== undefined;
      const all = Object.entries(JSON.parse(code) as Record<string, string>);
      const wanted = all.filter(([key]) => !SERVER_ONLY.test(key) && DESIGNER_ONLY.test(key) === forDesigner);
      const json = JSON.stringify(Object.fromEntries(wanted));
      // Vite reads a .json by its name; behind a query it is a module like any other.
      return { code: forDesigner ? `export default ${json}` : json, map: null };
    },
  };
}
