/**
 * The page at `/preview`: the phone app in the designer's frame, showing a design that comes by message.
 *
 * It listens to the page that frames it, on its own origin, and to nobody else. It has no store but memory, and its
 * policy lets it connect to nothing.
 */
import "../ui/ground.css";
import { type FromPreview, isDesignerKey, messageFrom, type ToPreview } from "../metadata/preview-channel";
import { chooseLanguage, direction, language } from "../shared/messages";
import { unreachable } from "../shared/unreachable";
import { type PreviewApp, startPreview } from "./preview-app";
import { PreviewMarks } from "./preview-marks";
import { applyTheme } from "./theme";

// What every design shows, on its way while the design is.
for (const load of [() => import("./pages/inner-page"), () => import("./pages/records")]) {
  load().catch(() => undefined);
}

const ground = document.getElementById("app") ?? document.body;
const over = document.createElement("div");
over.className = "preview-over";
over.inert = true;
document.body.append(over);

const designer = window.parent;
let app: PreviewApp | null = null;
let spoken = "";
let rightToLeft = false;

function say(message: FromPreview): void {
  designer.postMessage(message, location.origin);
}

/** The app puts the focus on each new page; it must not take it out of the designer's tree. */
function keepFocusOutside(): void {
  const { focus } = HTMLElement.prototype;
  HTMLElement.prototype.focus = function (options) {
    if (document.hasFocus()) focus.call(this, options);
  };
}

const marks = new PreviewMarks(ground, over, (node) => say({ satchel: "designer", kind: "chosen", node }));

function hear(message: ToPreview): void {
  switch (message.kind) {
    case "show":
      app?.stop();
      app = startPreview(message, ground);
      return;
    case "metadata":
      app?.metadata(message.metadata);
      return;
    case "practice":
      app?.practice(message.practice);
      return;
    case "look":
      applyTheme(message.theme);
      rightToLeft = message.rightToLeft;
      document.documentElement.style.fontSize = message.largeText ? "200%" : "";
      speak(message.language);
      return;
    case "mark":
      marks.mark(message);
      return;
    case "go":
      app?.go(message.path);
      return;
    default:
      unreachable(message);
  }
}

function speak(code: string): void {
  const turn = () => {
    document.documentElement.lang = language.peek();
    document.documentElement.dir = rightToLeft ? "rtl" : direction.peek();
  };
  if (code === spoken) {
    turn();
    return;
  }
  spoken = code;
  void chooseLanguage(code).then(turn);
}

// Framed by nobody, it has nothing to show.
if (designer !== window) {
  keepFocusOutside();
  addEventListener("message", (event) => {
    const message = messageFrom<ToPreview>(event, designer, "preview");
    if (message) hear(message);
  });
  addEventListener(
    "keydown",
    (event) => {
      if (!isDesignerKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const { key, ctrlKey, metaKey, shiftKey } = event;
      say({ satchel: "designer", kind: "pressed", pressed: { key, ctrlKey, metaKey, shiftKey } });
    },
    { capture: true },
  );
  say({ satchel: "designer", kind: "ready" });
}
