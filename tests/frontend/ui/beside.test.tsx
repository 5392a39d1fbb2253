import { render } from "@testing-library/preact";
import { expect, it } from "vitest";
import { Beside } from "../../../frontend/ui/beside";

it("keeps each text in the direction of its own script", () => {
  const { container } = render(<Beside texts={["Kärrdal Bygg", "2026-11-23"]} />);

  const parts = [...container.querySelectorAll("bdi")].map(({ textContent }) => textContent);

  expect(parts).toEqual(["Kärrdal Bygg", "2026-11-23"]);
  expect(container.textContent).toBe("Kärrdal Bygg · 2026-11-23");
});
