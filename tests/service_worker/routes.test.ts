import { describe, expect, it } from "vitest";
import { sendWaiting } from "../../service_worker/outbox-sync";
import { answerTo } from "../../service_worker/routes";

const ORIGIN = "https://satchel.example.com";
const KEPT = new Set(["/app/", "/static/mobile-1a2b3c4d.js", "/static/icons/icon-192.png"]);

const asked = (path: string, mode: RequestMode = "navigate", method = "GET") =>
  answerTo({ url: new URL(path, ORIGIN).href, method, mode }, ORIGIN, KEPT);

describe("the service worker", () => {
  it.each(["/app", "/app/", "/app/w/sales_orders/p/order/0190", "/app/outbox", "/app/?source=home"])(
    "[APP-02] answers the app's page %s with its shell, so that deep links open offline",
    (path) => {
      const answer = asked(path);

      expect(answer).toBe("shell");
    },
  );

  it.each([
    "/design",
    "/design/sales",
    "/admin",
    "/sign-in?next=/design",
    "/preview",
    "/trust",
    "/",
    "/application",
  ])("leaves the page %s to the network", (path) => {
    const answer = asked(path);

    expect(answer).toBe("network");
  });

  it.each(["/app/sw.js", "/app/manifest.webmanifest"])("never shows the shell in place of %s", (path) => {
    const answer = asked(path);

    expect(answer).toBe("network");
  });

  it.each(["/api/v1/session", "/api/v1/records/expense", "/api/v1/blobs/0190/thumbnail"])(
    "never touches the API: %s",
    (path) => {
      const answers = [asked(path, "cors"), asked(path, "same-origin"), asked(path, "no-cors")];

      expect(answers).toEqual(["network", "network", "network"]);
    },
  );

  it("answers with the files of its version, and with no others", () => {
    const mine = asked("/static/mobile-1a2b3c4d.js", "cors");
    const icon = asked("/static/icons/icon-192.png", "no-cors");
    const designer = asked("/static/designer-5e6f7a8b.js", "cors");

    expect([mine, icon, designer]).toEqual(["kept", "kept", "network"]);
  });

  it("answers only what is read, on its own site", () => {
    const write = asked("/app/", "navigate", "POST");
    const elsewhere = answerTo(
      { url: "https://elsewhere.example/app/", method: "GET", mode: "navigate" },
      ORIGIN,
      KEPT,
    );

    expect([write, elsewhere]).toEqual(["network", "network"]);
  });
});

describe("[L17] the browser's word that there is a network", () => {
  it("wakes every open window, which sends what waits", async () => {
    const heard: unknown[] = [];
    const window = { postMessage: (message: unknown) => heard.push(message) };
    let sent = 0;

    await sendWaiting({ matchAll: async () => [window, window] }, async () => {
      sent += 1;
    });

    expect(sent).toBe(0);
    expect(heard).toEqual([
      { satchel: "app", kind: "send" },
      { satchel: "app", kind: "send" },
    ]);
  });

  it("has the worker send when no window is open, and fails with it, so that it is tried again", async () => {
    const none = { matchAll: async () => [] };

    const trying = sendWaiting(none, () => Promise.reject(new Error("No network")));

    await expect(trying).rejects.toThrow("No network");
  });
});
