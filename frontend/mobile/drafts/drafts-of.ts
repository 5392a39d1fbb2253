/**
 * The drafts of an open app: one set of them for all its pages.
 */
import type { OpenApp } from "../open-app";
import { Drafts } from "./drafts";

const ofApp = new WeakMap<OpenApp, Drafts>();

export function draftsOf(app: OpenApp): Drafts {
  const found = ofApp.get(app) ?? new Drafts(app.core.replica.storage);
  ofApp.set(app, found);
  return found;
}
