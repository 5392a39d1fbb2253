/**
 * A profile that takes more along since a press in the panel, and the press that lets phones follow.
 */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import type { TakenAlong } from "../editor";
import { errorWords } from "../problem-words";

type State = "waits" | "busy" | "done";

interface TakenProps {
  readonly taken: TakenAlong;
  readonly onWrong: (words: string | null) => void;
}

export function Taken({ taken, onWrong }: TakenProps) {
  const [state, setState] = useState<State>("waits");
  useEffect(() => setState("waits"), [taken]);
  const publish = async () => {
    setState("busy");
    onWrong(null);
    try {
      await taken.publish();
      setState("done");
    } catch (error) {
      onWrong(errorWords(error));
      setState("waits");
    }
  };
  return (
    <div class="d-offline-taken">
      <p role="status">
        {t(state === "done" ? "designer.offline.published" : "designer.offline.taken", {
          profile: taken.name,
        })}
      </p>
      {state !== "done" && (
        <Button kind="primary" icon="rocket" disabled={state === "busy"} onPress={() => void publish()}>
          {t(state === "busy" ? "designer.publishing" : "designer.publish")}
        </Button>
      )}
    </div>
  );
}
