import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DesignerApp } from "../../../frontend/designer/app";
import type { SessionState, WorkspaceSummary } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { design } from "./documents";

/** happy-dom draws no dialogs. */
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal() {}, close() {} });
  history.replaceState(null, "", "/design");
});
afterEach(cleanup);

const WORKSPACES: readonly Partial<WorkspaceSummary>[] = [
  { id: "sales", title: { en: "Sales" }, publishedVersion: 3, changed: true },
  { id: "expenses", title: { en: "Expenses" }, publishedVersion: 0, changed: true },
];

function client(sent: unknown[] = []): Client {
  return new Client({
    fetch: async (address, options) => {
      if (options?.method === "POST") {
        sent.push(JSON.parse(String(options.body)));
        return Response.json(design());
      }
      if (address === "/api/v1/session") return Response.json({ csrf: "token" });
      if (address === "/api/v1/roles") return Response.json([]);
      if (String(address).includes("/presence/")) return Response.json({ revision: 7, others: [] });
      return Response.json(address === "/api/v1/designs" ? WORKSPACES.map(summary) : design());
    },
  });
}

function summary(parts: Partial<WorkspaceSummary>): Partial<WorkspaceSummary> {
  return { description: {}, icon: "truck", accent: "blue", editedAt: null, publishedAt: null, ...parts };
}

function session(privileges: string[]): SessionState {
  return {
    csrf: "",
    email: "a@b.example",
    language: "en",
    name: "Ana",
    organisation: "",
    person: "p1",
    privileges,
  };
}

it("[DSG-01] a designer sees all workspaces, and of each whether something waits to be published", async () => {
  render(<DesignerApp client={client()} session={session(["use_app", "design"])} />);

  const links = await screen.findAllByRole("link");

  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/design/sales", "/design/expenses"]);
  expect(links[0]?.textContent).toContain("Unpublished changes · version 3 is out");
  expect(links[1]?.textContent).toContain("Never published");
});

it("[DSG-01] a user without the right is told so, and nothing is asked of the server", async () => {
  let asked = 0;
  const silent = new Client({
    fetch: () => {
      asked += 1;
      return Promise.reject(new Error("asked"));
    },
  });

  render(<DesignerApp client={silent} session={session(["use_app"])} />);

  expect(screen.getByText("You do not have the right to design workspaces.")).toBeTruthy();
  expect(asked).toBe(0);
});

it("[DSG-02] a new workspace has title, description, icon and colour, and shows the id that it will keep", async () => {
  const sent: unknown[] = [];
  render(<DesignerApp client={client(sent)} session={session(["design"])} />);
  await screen.findAllByRole("link");
  fireEvent.click(screen.getAllByText("New workspace")[0] as Element);
  fireEvent.click(await screen.findByLabelText("Blank"));

  fireEvent.input(screen.getByLabelText(/^Title/), { target: { value: "Sales" } });
  fireEvent.input(screen.getByLabelText("Description"), { target: { value: "What we sell" } });
  fireEvent.click(screen.getByLabelText("Green"));
  fireEvent.click(screen.getByLabelText("wrench"));
  const id = await screen.findByText("sales_2");
  fireEvent.click(screen.getByText("Create workspace"));

  await expect
    .poll(() => sent)
    .toEqual([
      {
        id: "sales_2",
        title: { en: "Sales" },
        description: { en: "What we sell" },
        icon: "wrench",
        accent: "green",
        entity: null,
      },
    ]);
  expect(id.tagName).toBe("CODE");
});
