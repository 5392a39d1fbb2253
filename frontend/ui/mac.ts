/**
 * Whether the keyboard is Apple's, which has ⌘ where others have Ctrl.
 */
export function onMac(platform: string = globalThis.navigator?.platform ?? ""): boolean {
  return /^(Mac|iPhone|iPad)/.test(platform);
}
