/** The elements of a chart in the page: what screen readers say of it, its keys, the note where it cannot be drawn. */
import type { NotebookFigure } from "./figure";
import { element } from "./element";
import { keepKeys } from "./chart/own-keys";
import type { PlotElement } from "./plotly";

/** The elements of a chart. */
export interface HostParts {
  /** The chart: has the focus, the name and the height. */
  readonly host: HTMLElement;
  /** What is scrolled where the chart is wider than its place. */
  readonly scroller: HTMLElement;
  /** Where plotly.js draws. */
  readonly plot: PlotElement;
  /** What screen readers say when it changes. */
  readonly live: HTMLElement;
  /** The list of the chart's keys. */
  readonly keys: HTMLElement;
}

let charts = 0;

/** Puts the elements of a chart into its place; what belongs to it stands around its drawing, not in it. */
export function prepareHost(place: HTMLElement): HostParts {
  const plot: PlotElement = element("div");
  const scroller = element("div", { class: "nn-chart-scroller" }, [plot]);
  const live = element("div", { class: "nn-chart-live", "aria-live": "polite" });
  const keys = element("div", { class: "nn-chart-keys", hidden: "" });
  const hint = element("span", { hidden: "", id: `nn-chart-hint-${++charts}` }, [
    "Question mark: keys of this chart",
  ]);
  const host = element("div", {
    class: "nn-chart",
    tabindex: "0",
    role: "group",
    "aria-roledescription": "chart",
  });
  host.setAttribute("aria-describedby", hint.id);
  host.append(scroller, hint);
  place.append(host, keys, live);
  return { host, scroller, plot, live, keys };
}

/** What a chart's controls are, for the list of its keys. */
interface Controls {
  readonly isAnimated: boolean;
  readonly hasSlider: boolean;
  readonly hasList: boolean;
}

function controlsOf({ frames = [], layout = {} }: NotebookFigure): Controls {
  return {
    isAnimated: frames.length > 0,
    hasSlider: frames.length > 0 || (layout.sliders ?? []).length > 0,
    hasList: (layout.updatemenus ?? []).some(({ type = "dropdown" }) => type === "dropdown"),
  };
}

/** The keys of a chart, as they are told. */
function keysOf({ isAnimated, hasSlider, hasList }: Controls): [key: string, does: string][] {
  return [
    ...(isAnimated ? [["Space", "play or pause"] as [string, string]] : []),
    ...(hasSlider
      ? [["← →", "move the slider"] as [string, string], ["Home End", "first, last"] as [string, string]]
      : []),
    ...(hasList ? [["↑ ↓", "choose from the list"] as [string, string]] : []),
    ["T", "data as a table"],
    ["Tab", "buttons and controls"],
    ["Esc", "back to the notebook"],
  ];
}

/** Says to screen readers what a chart shows, and lists its keys. */
export function describeHost(
  { host, keys }: HostParts,
  { text, figure }: { text: string; figure: NotebookFigure },
): void {
  const controls = controlsOf(figure);
  host.setAttribute("aria-label", text);
  host.setAttribute(
    "aria-keyshortcuts",
    keysOf(controls)
      .map(([key]) => ARIA_KEYS[key] ?? key)
      .join(" "),
  );
  keys.replaceChildren(
    ...keysOf(controls).map(([key, does]) => element("span", {}, [element("kbd", {}, [key]), ` ${does}`])),
  );
  // Arrow keys and space belong to a chart with controls.
  host.dataset["controls"] = String(controls.hasSlider || controls.hasList);
  setOwnKeys(host);
}

/** How ARIA writes keys. */
const ARIA_KEYS: Readonly<Record<string, string>> = {
  "← →": "ArrowLeft ArrowRight",
  "↑ ↓": "ArrowUp ArrowDown",
  "Home End": "Home End",
  Esc: "Escape",
};

/**
 * A plain chart that was clicked leaves the keys to the notebook, so that Shift+Enter still runs the cell; one that the keyboard
 * has reached, or whose controls take keys, keeps them.
 */
export function setOwnKeys(host: HTMLElement): void {
  keepKeys(host, host.dataset["controls"] === "true" || host.matches(":focus-visible"));
}

/** Shows in a chart's place why it cannot be drawn, and its description. */
export function addFailureNote(
  host: HTMLElement,
  { message, text }: { message: string; text: string },
): HTMLElement {
  const head = element("strong", {}, [`This chart cannot be drawn: ${message}.`]);
  const hint = "Run `npm run setup` in the course's folder and reload the page.";
  const note = element("div", { class: "nn-chart-note" }, [head, `${hint}\n\n${text}`]);
  host.prepend(note);
  host.style.height = "auto";
  host.style.minHeight = "0";
  return note;
}
