/**
 * What is said with a step or a deletion, where its action asks for words.
 */
import { useState } from "preact/hooks";
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { TextArea } from "../../ui/text-input";

export interface Comment {
  readonly asked: Action["comment"];
  readonly text: string;
  readonly missing: boolean;
  readonly write: (text: string) => void;
  /** Return what was said, null for nothing; undefined where words are required and lack, which the field then says. */
  readonly take: () => string | null | undefined;
}

export function useComment({ comment: asked }: Action): Comment {
  const [text, write] = useState("");
  const [tried, setTried] = useState(false);
  const said = text.trim();
  const lacks = asked === "required" && !said;
  const take = () => {
    setTried(true);
    return lacks ? undefined : said || null;
  };
  return { asked, text, missing: tried && lacks, write, take };
}

export function CommentField({ comment: { asked, text, missing, write } }: { readonly comment: Comment }) {
  if (asked === "none") return null;
  return (
    <FormField
      label={t("mobile.detail.comment")}
      required={asked === "required"}
      error={missing ? t("problem.value-required") : undefined}
    >
      <TextArea value={text} onInput={write} name="comment" />
    </FormField>
  );
}
