/**
 * A part of the designer that comes as a chunk of its own, when it is first shown.
 */
import { type ComponentChildren, Fragment, type FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../shared/messages";
import { Button } from "../ui/button";
import { SkeletonRows } from "../ui/skeleton";

type Load<P> = () => Promise<FunctionComponent<P>>;

/** Parts that have come, by the function that loads them; keep that outside of components. */
const here = new WeakMap<object, unknown>();

interface LateProps<P> {
  readonly load: Load<P>;
  readonly props: P;
  /** A part that is a page of its own has another around what is told until it comes. */
  readonly Until?: FunctionComponent<{ readonly children: ComponentChildren }>;
}

export function Late<P extends object>({ load, props, Until }: LateProps<P>) {
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
  const Around = Until ?? Fragment;
  return (
    <Around>
      {failed ? (
        <Button icon="rotate-cw" onPress={() => setFailed(false)}>
          {t("designer.try_again")}
        </Button>
      ) : (
        Until && <SkeletonRows count={8} />
      )}
    </Around>
  );
}
