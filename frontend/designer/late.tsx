/**
 * A part of the designer that comes as a chunk of its own, when it is first shown.
 */
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/messages";
import { Button } from "../ui/button";

type Load<P> = () => Promise<FunctionComponent<P>>;

/** Parts that have come, by the function that loads them; keep that outside of components. */
const here = new WeakMap<object, unknown>();

export function Late<P extends object>({ load, props }: { readonly load: Load<P>; readonly props: P }) {
  const [loaded, setLoaded] = useState(() => here.get(load) as FunctionComponent<P> | undefined);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    if (loaded || failed) return;
    load().then(
      (component) => {
        here.set(load, component);
        if (!gone) setLoaded(() => component);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [loaded, failed, load]);
  if (loaded) {
    const Component = loaded;
    return <Component {...props} />;
  }
  if (!failed) return null;
  return (
    <Button icon="rotate-cw" onPress={() => setFailed(false)}>
      {t("designer.try_again")}
    </Button>
  );
}
