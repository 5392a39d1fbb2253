/**
 * The open app, for the pages inside it.
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OpenApp } from "./open-app";

export const AppContext = createContext<OpenApp | null>(null);

export function useApp(): OpenApp {
  const app = useContext(AppContext);
  if (!app) throw new Error("A page stands outside of the app");
  return app;
}
