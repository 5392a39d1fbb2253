import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { serviceWorker } from "./scripts/vite/service-worker.ts";
import { pageTexts } from "./scripts/vite/texts.ts";

const checkout = import.meta.dirname;
const frontend = resolve(checkout, "frontend");

/** The pages' scripts, named as their URLs are; the server writes the HTML around them from the manifest. */
const entries = {
  mobile: "mobile/main.tsx",
  preview: "mobile/preview.tsx",
  "sign-in": "sign-in/main.tsx",
  designer: "designer/main.tsx",
  admin: "admin/main.tsx",
};

const shared = {
  root: frontend,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
} as const;

export default defineConfig(({ mode }) => (mode === "simulation" ? simulation() : pages()));

function pages() {
  const input = Object.fromEntries(
    Object.entries(entries)
      .map(([name, path]) => [name, resolve(frontend, path)] as const)
      .filter(([, path]) => existsSync(path)),
  );
  return {
    ...shared,
    base: "/",
    build: {
      outDir: resolve(frontend, "dist"),
      assetsDir: "static",
      emptyOutDir: true,
      manifest: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      target: "es2023",
      rolldownOptions: { input },
    },
    plugins: [pageTexts(), serviceWorker({ checkout, entry: entries.mobile })],
  };
}

/** The client core for the simulations, which drive it in Node against the real server; and its evaluator alone. */
function simulation() {
  return {
    ...shared,
    publicDir: false as const,
    build: {
      outDir: resolve(frontend, "dist-node"),
      emptyOutDir: true,
      ssr: true,
      target: "node22",
      rolldownOptions: {
        input: {
          simulation: resolve(frontend, "simulation/main.ts"),
          many: resolve(frontend, "simulation/many.ts"),
          expressions: resolve(frontend, "simulation/expressions.ts"),
          truncation: resolve(frontend, "simulation/truncation.ts"),
        },
        output: { entryFileNames: "[name].js" },
      },
    },
  };
}
