/** Turns titles and axis names into the layout that all charts of the course share. */
import type { Layout } from "./figure";
import { checkText } from "./alt-text";

/** Height in pixels of a chart with a slider: together with a cell of 20 lines it fits a page of 900. */
export const ANIMATION_HEIGHT = 440;

/** A legend in one row over the plot, at its right. */
export const OVER_PLOT = { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" } as const;

/** Options of every chart with two axes. */
export interface AxesOptions {
  /** The claim that the chart makes, such as `"Heavier penguins have longer flippers"`. */
  title: string;
  /** The horizontal axis with its unit, such as `"flipper length (mm)"`. */
  xTitle: string;
  /** The vertical axis with its unit. */
  yTitle: string;
  /** Height in pixels (380). */
  height?: number;
}

/** Checks titles and makes the layout of a chart of two axes. */
export function axesLayout(options: AxesOptions, verb: string): Layout {
  const { title, xTitle, yTitle, height } = options ?? {};
  const hint = "Give the axis a name and a unit.";
  checkText(xTitle, { verb, argument: "xTitle", hint });
  checkText(yTitle, { verb, argument: "yTitle", hint });
  return { ...titleLayout(title, verb), xaxis: axis(xTitle), yaxis: axis(yTitle), ...heightLayout(height) };
}

/** Checks the title and makes its part of a layout. */
export function titleLayout(title: string, verb: string): Layout {
  checkText(title, { verb, argument: "title", hint: "Let the title say what the chart shows." });
  return { title: { text: title }, margin: { t: 56, r: 24, b: 56, l: 64 } };
}

/** One axis with its name. */
export function axis(title: string, more: Layout = {}): Layout {
  return { title: { text: title }, ...more };
}

/** A picture's axes: no ticks, no grid, square pixels, row 0 on top. */
export function pictureAxes(): { xaxis: Layout; yaxis: Layout } {
  const hidden = { visible: false, showgrid: false, zeroline: false };
  return {
    xaxis: { ...hidden, constrain: "domain", constraintoward: "left" },
    yaxis: { ...hidden, autorange: "reversed", scaleanchor: "x", constrain: "domain" },
  };
}

/** The width in pixels below which a chart is scrolled instead of squeezed: for sketches whose texts have their places. */
export function minimumWidth(minWidth: number): Layout {
  return { meta: { minWidth } };
}

/** About how many pixels the longest of some texts is wide: 7.5 a letter. */
export function longestText(texts: readonly string[]): number {
  return Math.round(7.5 * texts.reduce((longest, text) => Math.max(longest, text.length), 0));
}

/** The height's part of a layout; nothing when it is left to the renderer. */
export function heightLayout(height: number | undefined): Layout {
  return height === undefined ? {} : { height };
}
