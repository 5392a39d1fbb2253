/**
 * A part of the app that comes as a chunk of its own, when it is first needed. All chunks are on the phone already.
 */
import type { FunctionComponent } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { t } from "../shared/messages";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

interface LateProps<P> {
  readonly load: () => Promise<FunctionComponent<P>>;
  readonly props: P;
}

/** Parts that have come, by the source of the function that loads them: it names the chunk. */
const here = new Map<string, unknown>();

/** Have a part ready before it is shown: it is then drawn at once. */
export async function ready<P>(load: LateProps<P>["load"]): Promise<void> {
  here.set(load.toString(), await load());
}

/** Show a part once its chunk is here. Another part in the same place begins anew instead of taking its state over. */
export function Late<P extends object>({ load, props }: LateProps<P>) {
  const name = load.toString();
  return <Part key={name} name={name} load={load} props={props} />;
}

function Part<P extends object>({ name, load, props }: LateProps<P> & { readonly name: string }) {
  const [loaded, setLoaded] = useState(() => here.get(name) as FunctionComponent<P> | undefined);
  const [failed, setFailed] = useState(false);
  // Before the browser paints: a part whose chunk is here leaves no empty page for it to paint.
  useLayoutEffect(() => {
    let gone = false;
    if (loaded || failed) return;
    // A move through the history that follows at once ends what the browser was fetching
    load()
      .catch(load)
      .then((component) => {
        here.set(name, component);
        if (!gone) setLoaded(() => component);
      })
      .catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
    };
  }, [failed]);
  if (loaded) {
    const Component = loaded;
    return <Component {...props} />;
  }
  if (!failed) return null;
  const again = (
    <Button icon="rotate-cw" onPress={() => setFailed(false)}>
      {t("mobile.late.again")}
    </Button>
  );
  return (
    <EmptyState icon="triangle-alert" action={again}>
      {t("mobile.late.failed")}
    </EmptyState>
  );
}
