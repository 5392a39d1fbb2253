/**
 * The page that the address names. Home is drawn at once; what lies behind it comes as it is first needed.
 */
import { DEVICE_TEXTS } from "../../shared/device-messages";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { Late } from "../late";
import { worded } from "../words";
import { HomePage } from "./home";

export const innerPage = () => import("./inner-page").then(({ InnerPage }) => InnerPage);

export function CurrentPage() {
  const app = useApp();
  if (current(app.route).kind !== "home") return <Late load={innerPage} props={{}} />;
  if (current(app.lens)) return <HomePage />;
  return (
    <Late
      load={() => worded(import("./first-run"), DEVICE_TEXTS).then(({ FirstRunPage }) => FirstRunPage)}
      props={{}}
    />
  );
}
