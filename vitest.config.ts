import { defineConfig } from "vitest/config";

/** Parts of the catalogues (`texts/en.json?filters`): here they are whole, as the catalogue itself is. */
const parts = {
  name: "satchel-text-parts",
  enforce: "pre",
  transform: (code: string, id: string) =>
    /\/texts\/[a-z-]+\.json\?/i.test(id) ? { code: `export default ${code}`, map: null } : null,
} as const;

const browserFree = ["tests/frontend/**/*.test.ts", "tests/service_worker/**/*.test.ts"];
const components = ["tests/frontend/**/*.test.tsx"];

export default defineConfig({
  plugins: [parts],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    testTimeout: 10_000,
    hookTimeout: 10_000,
    maxWorkers: Number(process.env.TEST_WORKERS ?? 4),
    projects: [
      { extends: true, test: { name: "logic", environment: "node", include: browserFree } },
      { extends: true, test: { name: "components", environment: "happy-dom", include: components } },
    ],
  },
});
