// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { Late, ready } from "../../../frontend/mobile/late";

afterEach(cleanup);

function First() {
  return <p>first</p>;
}

function Second({ name }: { readonly name: string }) {
  return <p>second {name}</p>;
}

const one = <Late load={async () => First} props={{}} />;
const two = (name: string) => <Late load={async () => Second} props={{ name }} />;

it("[APP-02] another late part in the same place replaces the one before", async () => {
  const { rerender } = render(one);
  await screen.findByText("first");

  rerender(two("page"));

  await screen.findByText("second page");
  expect(screen.queryByText("first")).toBeNull();
});

it("[APP-02] a late part that was made ready is drawn at once", async () => {
  const load = async () => () => <p>ready</p>;
  await ready(load);

  render(<Late load={load} props={{}} />);

  expect(screen.getByText("ready")).toBeTruthy();
});

it("the same late part in the same place keeps standing and takes new values", async () => {
  const { rerender } = render(two("before"));
  const before = await screen.findByText("second before");

  rerender(two("after"));

  expect(before.textContent).toBe("second after");
});

it("[APP-02] a late part whose fetching is cut short by a move of the browser is fetched once more", async () => {
  const cut = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValue(First);

  render(<Late load={() => cut()} props={{}} />);

  await screen.findByText("first");
  expect(cut).toHaveBeenCalledTimes(2);
});
