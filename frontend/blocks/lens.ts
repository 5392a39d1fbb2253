/**
 * The metadata a person works by, in his language, as blocks and pages ask for it.
 *
 * Pure, over one version. What a document names and the model has not is simply not found: a page that lost its
 * entity shows nothing, it does not break.
 */
import {
  fieldsOf,
  findAction,
  findEntity,
  findPage,
  findPath,
  findWorkspace,
  type Text,
  textIn,
} from "../metadata/find";
import { may, quickActions, type Right, visiblePages, visibleWorkspaces } from "../metadata/visibility";
import type { Action, EffectiveMetadata, Entity, Field, Page, Workspace } from "../protocol";

const NO_FIELDS: ReadonlyMap<string, Field> = new Map();

export class Lens {
  constructor(
    readonly metadata: EffectiveMetadata,
    readonly language: string,
  ) {}

  text(text: Text | null | undefined): string {
    return textIn(text, this.language);
  }

  entity(id: string | null | undefined): Entity | undefined {
    return id ? findEntity(this.metadata.model, id) : undefined;
  }

  fields(entity: string): ReadonlyMap<string, Field> {
    const found = this.entity(entity);
    return found ? fieldsOf(found) : NO_FIELDS;
  }

  field(entity: string, id: string): Field | undefined {
    return this.fields(entity).get(id);
  }

  /** The field that names records of an entity. */
  titleField(entity: string): Field | undefined {
    return this.field(entity, this.entity(entity)?.title ?? "");
  }

  /** The fields along a path (`customer.name`); none when it leads nowhere. */
  path(entity: string, path: string): readonly Field[] {
    return findPath(this.metadata.model, entity, path)?.fields ?? [];
  }

  get workspaces(): readonly Workspace[] {
    return visibleWorkspaces(this.metadata);
  }

  workspace(id: string): Workspace | undefined {
    return findWorkspace(this.metadata, id);
  }

  page(workspace: Workspace, id: string | null | undefined): Page | undefined {
    return id ? findPage(workspace, id) : undefined;
  }

  action(workspace: Workspace, id: string): Action | undefined {
    return findAction(workspace, id);
  }

  /** The pages of a workspace's landing page, in order. */
  landing(workspace: Workspace): readonly Page[] {
    return visiblePages(this.metadata, workspace);
  }

  /** Actions that may be started from the landing page. */
  quick(workspace: Workspace): readonly Action[] {
    return quickActions(this.metadata, workspace);
  }

  may(right: Right, entity: string): boolean {
    return may(this.metadata, right, entity);
  }
}
