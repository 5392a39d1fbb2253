/** A field that points at several records: chips and a picker in a form, names beside each other on a page. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { FieldTools } from "../../../frontend/fields/contract";
import { controls } from "../../../frontend/fields/controls";
import { DisplayedValue } from "../../../frontend/fields/registry";
import { FormField } from "../../../frontend/ui/form-field";
import { parse, searchText } from "../../../frontend/values/registry";
import type { Reading, Value } from "../../../frontend/values/types";
import { field } from "../metadata/builders";

afterEach(cleanup);

const [ANA, BO, CARL] = ["a", "b", "c"].map((one) => `01900000-0000-7000-8000-00000000000${one}`) as [
  string,
  string,
  string,
];
const NAMES: Readonly<Record<string, string>> = { [ANA]: "Örjan", [BO]: "Bo" };
const reading: Reading = { locale: "sv-SE", language: "sv", resolve: (_target, id) => NAMES[id] };
const CREW = field("crew", "lookup", { several: true, target: "person" });

interface CrewProps {
  readonly first: Value;
  readonly chosen?: readonly string[];
  readonly readOnly?: boolean;
}

/** The picker answers `chosen` at once. */
function Crew({ first, chosen = [], readOnly }: CrewProps) {
  const { Control, group, begin } = controls.lookup;
  const [input, setInput] = useState(() => begin(first, CREW, reading));
  const tools = { reading, pick: (_rule, had, onPick) => onPick([...had, ...chosen]) } as FieldTools;
  return (
    <FormField label="Crew" group={group?.(CREW)}>
      <Control field={CREW} input={input} onInput={setInput} readOnly={readOnly} tools={tools} />
      <output aria-label="held">{JSON.stringify(parse(input, CREW, reading).value)}</output>
    </FormField>
  );
}

const held = () => JSON.parse(screen.getByLabelText("held").textContent ?? "");
const button = (name: string) => screen.getByRole("button", { name });

describe("[DSG-16] [DSG-19] several records", () => {
  it("are named in the order of their names, each with a button that takes it away", () => {
    render(<Crew first={[ANA, BO, CARL]} />);

    expect(screen.getByRole("group", { name: "Crew" })).toBeTruthy();
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "Bo",
      "Örjan",
      "Not on this phone",
    ]);
    fireEvent.click(button("Remove Bo"));
    expect(held()).toEqual([ANA, CARL]);
  });

  it("go on being removed by the keyboard: the next one has the focus, after the last the button that adds", () => {
    render(<Crew first={[ANA, BO]} />);

    fireEvent.click(button("Remove Bo"));
    expect(document.activeElement).toBe(button("Remove Örjan"));
    fireEvent.click(button("Remove Örjan"));

    expect(document.activeElement).toBe(button("Add"));
    expect(held()).toBeNull();
  });

  it("are added by the picker, which knows those that were chosen; how many is said", () => {
    render(<Crew first={[BO]} chosen={[ANA]} />);

    fireEvent.click(button("Add"));

    expect(held()).toEqual([ANA, BO]);
    expect(screen.getAllByRole("status")[0]?.textContent).toBe("2 chosen");
  });

  it("that may not be changed have no buttons", () => {
    render(<Crew first={[BO]} readOnly />);

    expect(screen.queryAllByRole("button")).toEqual([]);
    expect(screen.getByText("Bo")).toBeTruthy();
  });

  it("stand beside each other where they are shown, and are found by their names", () => {
    render(<DisplayedValue field={CREW} value={[ANA, BO, CARL]} tools={{ reading } as FieldTools} />);

    expect(document.body.textContent).toBe("Bo, Örjan, Not on this phone");
    expect(searchText([ANA, BO], CREW, reading)).toBe("Bo, Örjan");
  });

  it("are at most a hundred", () => {
    const many = Array.from({ length: 101 }, (_, at) => ANA.slice(0, -3) + String(at).padStart(3, "0"));

    expect(parse(many, CREW, reading).problem).toMatchObject({ code: "value-too-many" });
    expect(parse(many.slice(1), CREW, reading).problem).toBeUndefined();
  });
});
