/**
 * What went wrong inside a control, read out when it appears.
 */
import { Icon } from "../ui/icon";

export function ProblemLine({ text }: { readonly text: string | undefined }) {
  return (
    <div class="ui-field-error" aria-live="assertive">
      {text && (
        <>
          <Icon name="circle-alert" />
          <span>{text}</span>
        </>
      )}
    </div>
  );
}
