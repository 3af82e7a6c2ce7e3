/** Whether the reader asked for less motion, and when that changes. */

const QUERY = "(prefers-reduced-motion: reduce)";

/** True for readers who asked for less motion. */
export function isCalm(): boolean {
  return window.matchMedia(QUERY).matches;
}

/** Calls back at each change of the wish. */
export function onMotionChange(callback: () => void): void {
  window.matchMedia(QUERY).addEventListener("change", callback);
}
