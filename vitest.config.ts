import { defineConfig } from "vitest/config";

const browserFree = ["tests/frontend/**/*.test.ts", "tests/service_worker/**/*.test.ts"];
const components = ["tests/frontend/**/*.test.tsx"];

export default defineConfig({
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
