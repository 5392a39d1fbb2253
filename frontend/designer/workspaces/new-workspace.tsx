/**
 * A new workspace: from an entity, a spreadsheet, a kind of thing described here, a ready-made package, or blank.
 */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { Model, Workspace } from "../../protocol";
import type { Client } from "../../rest/client";
import { createDesign, editDesign, listDesigns, readDesign } from "../../rest/designs";
import { newIds } from "../../shared/ids";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Chips } from "../../ui/chips";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { SkeletonRows } from "../../ui/skeleton";
import { TextInput } from "../../ui/text-input";
import { AccentIcon } from "../../ui/tile";
import { addEntity } from "../commands/entities";
import { addEntityPages } from "../commands/starter";
import { together } from "../commands/together";
import { entityOption } from "../entity-words";
import { slugOf } from "../ids";
import type { FromSpreadsheetProps } from "../import/from-spreadsheet";
import { IconPicker, Wrong } from "../inspector/properties";
import { onWire } from "../pending";
import { errorWords } from "../problem-words";
import { reservedIds } from "../reserved";
import { documentsOf } from "../store";
import { EMPTY_ENTITY, EntityForm, tidied } from "../tree/entity-form";
import { said, written } from "../words";
import { AccentPicker } from "./accent-picker";
import { FromPackage } from "./from-package";

type From = "entity" | "new" | "sheet" | "package" | "blank";

type SheetStart = ComponentType<FromSpreadsheetProps>;

interface NewWorkspaceProps {
  readonly client: Client;
  readonly onClose: () => void;
  readonly onMade: (workspace: string) => void;
}

export function NewWorkspace({ client, onClose, onMade }: NewWorkspaceProps) {
  /** Null until it is known whether there are entities to begin from. */
  const [from, setFrom] = useState<From | null>(null);
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [icon, setIcon] = useState("clipboard-list");
  const [accent, setAccent] = useState<Workspace["accent"]>("blue");
  const [entity, setEntity] = useState("");
  const [described, setDescribed] = useState(EMPTY_ENTITY);
  const [model, setModel] = useState<Model | null>(null);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [FromSheet, setFromSheet] = useState<SheetStart | null>(null);

  useEffect(() => {
    if (from !== "sheet" || FromSheet) return;
    import("../import/from-spreadsheet").then(
      (found) => setFromSheet(() => found.FromSpreadsheet),
      (error) => setWrong(errorWords(error)),
    );
  }, [from, FromSheet]);
  useEffect(() => {
    void modelOf(client).then(
      ({ model: found, ids }) => {
        setModel(found);
        setTaken(ids);
        const own = found?.entities.find(({ builtIn }) => !builtIn);
        if (own) setEntity(own.id);
        setFrom(own ? "entity" : "sheet");
      },
      (error) => {
        setWrong(errorWords(error));
        setFrom("blank");
      },
    );
  }, [client]);

  /** Beginnings that make everything themselves: nothing more is asked here. */
  const atOnce = from === null || from === "sheet" || from === "package";
  const chosen = model?.entities.find(({ id }) => id === entity);
  const usual =
    from === "entity" ? said(chosen?.plural) : from === "new" ? described.plural || described.label : "";
  const name = (title.trim() || usual.trim()).trim();
  const id = name === "" ? "" : slugOf(name, (one) => taken.has(one), "workspace");
  const ready =
    name !== "" &&
    !busy &&
    (from === "blank" || (from === "entity" ? chosen !== undefined : described.label.trim() !== ""));

  const make = async () => {
    setBusy(true);
    setWrong(null);
    try {
      const design = await createDesign(client, {
        id,
        title: written(name),
        description: description.trim() === "" ? {} : written(description.trim()),
        icon,
        accent,
        entity: from === "entity" ? entity : null,
      });
      if (from === "new") {
        const reserved = reservedIds(design, { workspace: null, model: null });
        const made = addEntity(documentsOf(design), reserved, tidied({ ...described, icon }));
        const intention = together(documentsOf(design), made.intention, (documents) =>
          addEntityPages(documents, reserved, made.id),
        );
        const newId = newIds();
        const ids = intention.edits.map(() => newId());
        await editDesign(client, id, design.revision, onWire([{ intention, ids, merge: null }]));
      }
      onMade(id);
    } catch (error) {
      setWrong(errorWords(error));
      setBusy(false);
    }
  };

  return (
    <Sheet
      open
      title={t("designer.new_workspace")}
      onClose={onClose}
      actions={
        !atOnce && (
          <>
            <div class="d-summary" aria-live="polite">
              <AccentIcon icon={iconNamed(icon, "layout-grid")} accent={accentNamed(accent)} />
              <span>
                <strong>{name || t("designer.untitled")}</strong>
                {id && (
                  <span class="d-id">
                    {t("designer.id")} <code>{id}</code>
                  </span>
                )}
              </span>
            </div>

            <Button kind="primary" disabled={!ready} onPress={() => void make()}>
              {t(busy ? "designer.making" : "designer.make")}
            </Button>
          </>
        )
      }
    >
      <div class="d-form d-new">
        {from === null && <SkeletonRows count={3} />}
        {from !== null && (
          <>
            <Chips
              label={t("designer.start_from")}
              selected={from}
              onSelect={setFrom}
              chips={[
                { id: "sheet", label: t("designer.from.sheet") },
                { id: "entity", label: t("designer.from.entity") },
                { id: "new", label: t("designer.from.new") },
                { id: "package", label: t("designer.from.package") },
                { id: "blank", label: t("designer.from.blank") },
              ]}
            />
            <p class="ui-quiet ui-small">{t(`designer.from.${from}_help`)}</p>
          </>
        )}
        {from === "entity" && model && (
          <FormField label={t("designer.entity")}>
            <Select
              value={entity}
              onInput={setEntity}
              options={model.entities.map((one) => entityOption(model, one, "plural"))}
            />
          </FormField>
        )}
        {from === "new" && (
          <EntityForm model={model ?? NO_MODEL} entity={described} onChange={setDescribed} />
        )}
        {from === "sheet" &&
          (FromSheet ? (
            <FromSheet client={client} taken={taken} onMade={onMade} />
          ) : (
            !wrong && <SkeletonRows count={2} />
          ))}
        {from === "package" && <FromPackage client={client} onMade={onMade} />}
        {!atOnce && (
          <>
            <FormField
              label={t("designer.title")}
              required={from === "blank"}
              {...(usual && title === "" && { help: t("designer.title_usual", { name: usual }) })}
            >
              <TextInput value={title} onInput={setTitle} />
            </FormField>
            <FormField label={t("designer.description")}>
              <TextInput value={description} onInput={setDescription} />
            </FormField>
            <FormField label={t("designer.colour")} group>
              <AccentPicker value={accent} onPick={setAccent} />
            </FormField>
            <FormField label={t("designer.icon")} group>
              <IconPicker label={t("designer.icon")} value={icon} onPick={setIcon} />
            </FormField>
          </>
        )}
        {wrong && <Wrong alert>{wrong}</Wrong>}
      </div>
    </Sheet>
  );
}

const NO_MODEL: Model = { version: 0, entities: [] };

/** The model comes beside any design; without a design there are only the product's own entities. */
async function modelOf(client: Client): Promise<{ model: Model | null; ids: ReadonlySet<string> }> {
  const designs = await listDesigns(client);
  const [first] = designs;
  const model = first ? (await readDesign(client, first.id)).model : null;
  return { model: model ?? NO_MODEL, ids: new Set(designs.map(({ id }) => id)) };
}
