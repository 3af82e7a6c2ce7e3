/** Says to screen readers what plotly's elements are: one image, and a toolbar that the keyboard reaches with one Tab. */
import type { PlotElement } from "../plotly";
import { keepKeys } from "./own-keys";

/**
 * Gives plotly's elements their roles; to be called after each drawing, since plotly.js makes some anew.
 *
 * @param plot - Where plotly.js has drawn.
 * @param title - The name of the image; the description stands at the chart around it.
 */
export function setDrawingRoles(plot: PlotElement, title: string): void {
  const [image, ...others] = plot.querySelectorAll<SVGElement>(".main-svg");
  image?.setAttribute("role", "img");
  image?.setAttribute("aria-label", title);
  for (const other of [...others, ...plot.querySelectorAll(".gl-container")])
    other.setAttribute("aria-hidden", "true");
  const bar = plot.querySelector<HTMLElement>(".modebar");
  if (bar) setToolbar(bar);
}

function setToolbar(bar: HTMLElement): void {
  const buttons = [...bar.querySelectorAll<HTMLElement>(".modebar-btn")];
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "View of the chart");
  const current = buttons.find((button) => button === document.activeElement) ?? buttons[0];
  for (const button of buttons) {
    keepKeys(button);
    button.tabIndex = button === current ? 0 : -1;
  }
}

/** Where an arrow key leads in a toolbar. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Moves the focus in plotly's toolbar.
 *
 * @param key - The key that was pressed.
 * @param button - What has the focus.
 * @returns Whether the key was meant for the toolbar.
 */
export function moveInToolbar(key: string, button: HTMLElement): boolean {
  const bar = button.closest(".modebar");
  const step = STEPS[key];
  if (!bar || step === undefined) return false;
  const buttons = [...bar.querySelectorAll<HTMLElement>(".modebar-btn")];
  const at = Math.min(buttons.length - 1, Math.max(0, buttons.indexOf(button) + step));
  for (const [i, one] of buttons.entries()) one.tabIndex = i === at ? 0 : -1;
  buttons[at]?.focus();
  return true;
}
