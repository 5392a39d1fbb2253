/**
 * The phone app for whoever puts it together: `startApp(ports, element)`, the ports it takes, and ready-made ones.
 *
 * The real app (`main.tsx`) and the designer's preview are the same from here on.
 */

export { type CorePorts, openCore } from "./core";
export { type Entry, memoryPlace, type Place } from "./place";
export type {
  AccountPort,
  AppPorts,
  Core,
  DevicePort,
  Installing,
  PicturePort,
  PictureShelf,
  StorageFacts,
  SyncPort,
} from "./ports";
export { type RunningApp, startApp } from "./start";
export { memoryShelf, stillDevice } from "./still-device";
