/**
 * The frame of one field in a form: label above, control, help below, and the error in its place.
 *
 * The control inside finds its id and its descriptions by useFrame, so nothing has to be wired by hand. A group
 * (several checkboxes, photos) becomes a group that the label names.
 */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useId, useMemo } from "preact/hooks";
import { t } from "../shared/messages";
import { Icon } from "./icon";
import { current, type Live } from "./live";
import "./form-field.css";

/** What a control inside a frame puts on its native element. */
export interface FrameAttributes {
  readonly id?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: "true";
  readonly "aria-required"?: "true";
  readonly "aria-labelledby"?: string;
}

export interface FieldRemark {
  readonly severity: "warning" | "information";
  readonly text: string;
}

interface FormFieldProps {
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
  readonly help?: ComponentChildren;
  readonly error?: Live<string | undefined>;
  /** What is said although nothing is wrong. */
  readonly remark?: FieldRemark | undefined;
  readonly required?: boolean;
  /** Several controls under one label. */
  readonly group?: boolean;
  /** The control stands in one line with its label, as a box to tick does. */
  readonly inline?: boolean;
  /** What stands at the end of the label: a state mark, "!", "Saved on this phone". */
  readonly aside?: ComponentChildren;
}

const Frame = createContext<FrameAttributes>({});

/** The attributes that tie a control to the label, help and error around it; none outside a frame. */
export function useFrame(): FrameAttributes {
  return useContext(Frame);
}

export function FormField(props: FormFieldProps) {
  const { label, children, help, error, remark, required, group, inline, aside } = props;
  const id = useId();
  const wrong = current(error);
  const hasHelp = help !== undefined;
  const remarked = remark !== undefined;
  const attributes = useMemo(
    () =>
      frameAttributes(id, {
        hasHelp,
        remarked,
        invalid: Boolean(wrong),
        required: Boolean(required),
        group: Boolean(group),
      }),
    [id, hasHelp, remarked, wrong, required, group],
  );
  const name = (
    <>
      {label}
      {required && <span class="ui-field-mark"> {t("ui.required")}</span>}
    </>
  );
  const described = describedBy(id, { hasHelp, remarked, invalid: Boolean(wrong) }) || undefined;
  const control = <Frame.Provider value={attributes}>{children}</Frame.Provider>;
  const title = group ? (
    <span id={`${id}-label`} class="ui-field-label">
      {name}
    </span>
  ) : (
    <label id={`${id}-label`} class="ui-field-label" for={id}>
      {name}
    </label>
  );
  const inside = (
    <>
      <div class="ui-field-top">
        {inline ? (
          <div class="ui-field-line">
            {control}
            {title}
          </div>
        ) : (
          title
        )}
        {aside}
      </div>
      {!inline && control}
      {hasHelp && (
        <p id={`${id}-help`} class="ui-field-help">
          {help}
        </p>
      )}
      {remark && (
        <p id={`${id}-remark`} class={`ui-field-remark ui-field-${remark.severity}`} aria-live="polite">
          <Icon name={remark.severity === "warning" ? "triangle-alert" : "info"} />
          <span>{remark.text}</span>
        </p>
      )}
      {/* Always there, so that a screen reader hears an error that appears. */}
      <div id={`${id}-error`} class="ui-field-error" aria-live="polite">
        {wrong && (
          <>
            <Icon name="circle-alert" />
            <span>{wrong}</span>
          </>
        )}
      </div>
    </>
  );
  if (group) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in one line with what is beside it
      <div class="ui-field" role="group" aria-labelledby={`${id}-label`} aria-describedby={described}>
        {inside}
      </div>
    );
  }
  return <div class="ui-field">{inside}</div>;
}

interface Said {
  readonly hasHelp: boolean;
  readonly remarked: boolean;
  readonly invalid: boolean;
}

interface FrameState extends Said {
  readonly required: boolean;
  readonly group: boolean;
}

function frameAttributes(id: string, { required, group, ...said }: FrameState): FrameAttributes {
  if (group) return {};
  const { invalid } = said;
  const described = describedBy(id, said);
  return {
    id,
    "aria-labelledby": `${id}-label`,
    ...(described && { "aria-describedby": described }),
    ...(invalid && { "aria-invalid": "true" }),
    ...(required && { "aria-required": "true" }),
  };
}

function describedBy(id: string, { hasHelp, remarked, invalid }: Said): string {
  return [hasHelp && `${id}-help`, remarked && `${id}-remark`, invalid && `${id}-error`]
    .filter(Boolean)
    .join(" ");
}
