/**
 * Through whose eyes the preview looks: everything there is, what a role has, or what a person has.
 *
 * What others have is the server's to say, of the design as it is saved; it is asked anew after each save. Until the
 * answer is there the phone shows what it showed before.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { SeenDesign } from "../../protocol";
import type { Editor } from "../editor";
import { errorWords } from "../problem-words";

export type Whose =
  | { readonly kind: "all" }
  | { readonly kind: "role"; readonly id: string }
  | { readonly kind: "person"; readonly id: string; readonly name: string };

type Seen =
  | { readonly kind: "all" }
  | { readonly kind: "waiting" }
  | { readonly kind: "seen"; readonly design: SeenDesign }
  | { readonly kind: "failed"; readonly words: string };

const ALL = { kind: "all" } as const;

export class Eyes {
  readonly whose: Signal<Whose> = signal(ALL);
  readonly seen: Signal<Seen> = signal(ALL);
  /** What the phone works by; null: as the designer has it. */
  readonly metadata: ReadonlySignal<SeenDesign["metadata"]>;
  readonly #stop: () => void;

  constructor(editor: Editor) {
    this.metadata = computed(() =>
      this.seen.value.kind === "seen" ? this.seen.value.design.metadata : null,
    );
    this.#stop = effect(() => {
      const whose = this.whose.value;
      editor.store.design.value; // asked anew when it is saved
      if (whose.kind === "all") this.seen.value = ALL;
      else void this.#look(editor, whose);
    });
  }

  end(): void {
    this.#stop();
  }

  async #look(editor: Editor, whose: Exclude<Whose, { kind: "all" }>): Promise<void> {
    if (this.seen.peek().kind !== "seen") this.seen.value = { kind: "waiting" };
    const seen: Seen = await editor.seenBy(whose.kind, whose.id).then(
      (design) => ({ kind: "seen", design }),
      (error) => ({ kind: "failed", words: errorWords(error) }),
    );
    if (this.whose.peek() === whose) this.seen.value = seen;
  }
}
