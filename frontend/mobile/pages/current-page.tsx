/**
 * The page that the address names. Home is drawn at once; what lies behind it comes as it is first needed.
 */
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { Late } from "../late";
import { HomePage } from "./home";

export function CurrentPage() {
  const app = useApp();
  if (current(app.route).kind !== "home")
    return <Late load={() => import("./inner-page").then(({ InnerPage }) => InnerPage)} props={{}} />;
  if (current(app.lens)) return <HomePage />;
  return <Late load={() => import("./first-run").then(({ FirstRunPage }) => FirstRunPage)} props={{}} />;
}
