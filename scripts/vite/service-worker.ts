/**
 * The second half of the build: the service worker, as one classic script beside the pages.
 *
 * It runs after the pages are written, because its precache list names their files.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Manifest, type Plugin } from "vite";
import { precacheList } from "./precache.ts";

interface Places {
  checkout: string;
  /** The phone app's entry, as the manifest names it. */
  entry: string;
}

export function serviceWorker({ checkout, entry }: Places): Plugin {
  const source = resolve(checkout, "service_worker/sw.ts");
  const dist = resolve(checkout, "frontend/dist");
  return {
    name: "satchel-service-worker",
    apply: "build",
    enforce: "post",
    async closeBundle(error?: Error) {
      if (error || !existsSync(source)) return;
      const manifest = JSON.parse(readFileSync(resolve(dist, ".vite/manifest.json"), "utf8")) as Manifest;
      const shellSources = [resolve(checkout, "backend/web")];
      const list = precacheList({ manifest, entry, dist, shellSources });
      await build({
        configFile: false,
        root: checkout,
        publicDir: false,
        logLevel: "warn",
        define: {
          "self.__WB_MANIFEST": JSON.stringify(list),
          "process.env.NODE_ENV": JSON.stringify("production"),
        },
        build: {
          outDir: dist,
          emptyOutDir: false,
          target: "es2023",
          rolldownOptions: {
            input: source,
            output: { entryFileNames: "sw.js", format: "iife", codeSplitting: false },
          },
        },
      });
    },
  };
}
