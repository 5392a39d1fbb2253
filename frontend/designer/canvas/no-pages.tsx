/**
 * What the phone's place says as long as the workspace has no page: there is one thing to do.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import type { Editor } from "../editor";
import { AddPageSheet } from "../tree/add-page";
import { spotOf } from "../tree/spot";

export function NoPages({ editor }: { readonly editor: Editor }) {
  const [adding, setAdding] = useState(false);
  return (
    <div class="d-no-pages">
      <EmptyState
        icon="smartphone"
        action={
          <Button kind="primary" icon="plus" onPress={() => setAdding(true)}>
            {t("designer.add.page")}
          </Button>
        }
      >
        {t("designer.no_pages")}
      </EmptyState>
      {adding && (
        <AddPageSheet
          editor={editor}
          spot={spotOf(editor.whole.value, editor.selected.value)}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}
