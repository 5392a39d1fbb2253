/**
 * The message catalogues as pages load them: without what only the server and the command line say.
 */
import type { Plugin } from "vite";

const SERVER_ONLY =
  /^(?:cli|serve|shell|trust)\.|^problem\.(?:setting-|port-in-use|cannot-listen|data-folder)|\.remedy$/;

export function pageTexts(): Plugin {
  return {
    name: "satchel-page-texts",
    enforce: "pre",
    transform(code, id) {
      if (!/\/texts\/[a-z-]+\.json$/i.test(id)) return null;
      const all = Object.entries(JSON.parse(code) as Record<string, string>);
      return {
        code: JSON.stringify(Object.fromEntries(all.filter(([key]) => !SERVER_ONLY.test(key)))),
        map: null,
      };
    },
  };
}
