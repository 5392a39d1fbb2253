/**
 * The end of a list that draws its rows page by page: the next ones come as it is reached, or by its button.
 */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import type { ListModel } from "./list-model";

/** How far below what is seen the end is reached, so that scrolling meets no gap. */
const AHEAD = "300px";

export function MoreRows({ model }: { readonly model: ListModel }) {
  const end = useRef<HTMLDivElement>(null);
  const more = model.more.value;
  // Watched anew after each page: an end that is still in view would not be told of again.
  useEffect(() => {
    if (!end.current) return;
    const reached = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && model.drawMore(),
      { rootMargin: AHEAD },
    );
    reached.observe(end.current);
    return () => reached.disconnect();
  }, [model, more]);
  return (
    <div ref={end} class="block-more">
      <Button onPress={() => model.drawMore()}>{t("mobile.list.more", { count: more })}</Button>
    </div>
  );
}
