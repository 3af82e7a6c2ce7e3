/** The element of a chart in the page: its description for screen readers, the note where it cannot be drawn. */
import type { PlotElement } from "./plotly";

/** The elements of a chart. */
export interface HostParts {
  /** Where plotly.js draws. */
  readonly plot: PlotElement;
  /** What screen readers say when it changes. */
  readonly live: HTMLElement;
}

/** Puts the elements of a chart into its place. */
export function prepareHost(host: HTMLElement): HostParts {
  const plot: PlotElement = document.createElement("div");
  const live = document.createElement("div");
  live.className = "nn-chart-live";
  live.setAttribute("aria-live", "polite");
  host.classList.add("nn-chart");
  host.tabIndex = 0;
  host.append(plot, live);
  return { plot, live };
}

/** Says to screen readers what a chart shows; one with controls is a group for them, a plain one an image. */
export function describeHost(
  host: HTMLElement,
  { text, controls }: { text: string; controls: boolean },
): void {
  host.setAttribute("aria-label", text);
  host.setAttribute("role", controls ? "group" : "img");
  const attributes = {
    // Arrow keys and space belong to the chart here, not to the notebook around it.
    "data-lm-suppress-shortcuts": "true",
    "aria-roledescription": "chart with controls; arrow keys move, space plays",
    "aria-keyshortcuts": "ArrowLeft ArrowRight ArrowUp ArrowDown Home End Space",
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (controls) host.setAttribute(name, value);
    else host.removeAttribute(name);
  }
}

/** Shows in a chart's place why it cannot be drawn, and its description. */
export function addFailureNote(
  host: HTMLElement,
  { message, text }: { message: string; text: string },
): HTMLElement {
  const note = document.createElement("div");
  note.className = "nn-chart-note";
  const head = document.createElement("strong");
  head.textContent = `This chart cannot be drawn: ${message}.`;
  const hint = "Run `npm run setup` in the course's folder and reload the page.";
  note.append(head, `${hint}\n\n${text}`);
  host.prepend(note);
  host.style.height = "auto";
  host.style.minHeight = "0";
  return note;
}
