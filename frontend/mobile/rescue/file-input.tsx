/**
 * A choice of one file from the phone, by the browser's own control.
 */
import { useFrame } from "../../ui/form-field";
import "../../ui/control.css";

export function FileInput({ onFile }: { readonly onFile: (file: File) => void }) {
  return (
    <input
      {...useFrame()}
      class="ui-control"
      type="file"
      onChange={({ currentTarget }) => {
        const [file] = currentTarget.files ?? [];
        if (file) onFile(file);
      }}
    />
  );
}
