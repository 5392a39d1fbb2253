/**
 * A place: where the phone is, at a tap, or typed. What is typed was not measured, so its accuracy goes.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { TextInput } from "../../ui/text-input";
import { type PositionInput, positionInput } from "../../values/position";
import { accept } from "../../values/registry";
import type { Position } from "../../values/types";
import type { ControlProps, FieldControl } from "../contract";
import { ProblemLine } from "../problem-line";
import { type WhereaboutsText, whereabouts, whereaboutsText } from "./whereabouts";

function Control({ field, input, onInput, onLeave, readOnly, tools: { reading } }: ControlProps) {
  const { lat, lon, accuracy } = inputOf(input);
  const { finding, problem, find } = useReceiver((place) => onInput(positionInput(place, reading.locale)));
  const parts = [
    { name: "lat", label: t("mobile.form.position.lat"), value: lat },
    { name: "lon", label: t("mobile.form.position.lon"), value: lon },
  ] as const;
  return (
    <div class="field-position">
      <div class="ui-form-pair">
        {parts.map((part) => (
          <FormField key={part.name} label={part.label}>
            <TextInput
              name={`${field.id}-${part.name}`}
              value={part.value}
              onInput={(typed) => onInput({ lat, lon, [part.name]: typed })}
              onLeave={onLeave}
              readOnly={readOnly}
              autoComplete="off"
            />
          </FormField>
        ))}
      </div>
      {!readOnly && (
        <div class="field-photo-choosers">
          <Button icon="map-pin" disabled={finding} onPress={find}>
            {t("mobile.form.position.here")}
          </Button>
          {(lat || lon) && (
            <Button icon="x" onPress={() => onInput({ lat: "", lon: "" })}>
              {t("ui.clear")}
            </Button>
          )}
        </div>
      )}
      <p class="ui-field-help" aria-live="polite">
        {finding
          ? t("mobile.form.position.finding")
          : accuracy !== undefined && t("mobile.form.position.accuracy", { metres: Math.round(accuracy) })}
      </p>
      <ProblemLine text={problem && t(problem)} />
    </div>
  );
}

/** Ask the phone where it is; what comes after the form has gone is let go. */
function useReceiver(onFound: (place: Position) => void) {
  const [finding, setFinding] = useState(false);
  const [problem, setProblem] = useState<WhereaboutsText>();
  const gone = useRef(false);
  const tell = useRef(onFound);
  tell.current = onFound;
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const find = async () => {
    setProblem(undefined);
    setFinding(true);
    const found = await whereabouts();
    if (gone.current) return;
    setFinding(false);
    if (found.kind !== "here") return setProblem(whereaboutsText(found.kind));
    const place = accept(found.position, { id: "", type: "position" }).value;
    if (place) tell.current(place as Position);
  };
  return { finding, problem, find: () => void find() };
}

function inputOf(input: unknown): PositionInput {
  const given = typeof input === "object" && input !== null ? (input as Partial<PositionInput>) : {};
  return { lat: "", lon: "", ...given };
}

export const position: FieldControl = {
  Control,
  begin: (value, _field, { locale }) => positionInput(value as Position | null, locale),
  group: () => true,
};
