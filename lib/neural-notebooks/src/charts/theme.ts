/** Turns roles and categories into the course's colours, symbols and line styles, and both themes into Plotly templates. */
import type { Layout } from "./figure";

/**
 * Colours for categories, in this order. Each stands out at least 3:1 from white and from JupyterLab's
 * dark ground (#111111), and the first four stay apart under the three kinds of colour blindness.
 */
export const palette: readonly string[] = [
  "#2a7fd4", // blue
  "#e0720b", // orange
  "#bd0f83", // magenta
  "#0e8a5a", // green
  "#7733ff", // violet
  "#8a5a42", // brown
  "#ac8e53", // sand
  "#758dbd", // slate
  "#bd7581", // rose
  "#7d8085", // grey
];

/** Marker symbols for categories, so that colour is never the only difference. */
export const symbols: readonly string[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "cross",
  "x",
  "star",
  "triangle-down",
  "hexagon",
  "pentagon",
];

/** Line styles for categories, so that colour is never the only difference. */
export const dashes: readonly string[] = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

/** Parts of the data that keep their look in the whole course. */
export type Role = "train" | "validation" | "test" | "baseline";

/** How one part of the data is drawn. */
export interface RoleStyle {
  readonly color: string;
  readonly dash: string;
  readonly symbol: string;
}

/** The look of each part of the data: colour, line style and symbol. */
export const roles: Readonly<Record<Role, RoleStyle>> = {
  train: { color: "#2a7fd4", dash: "solid", symbol: "circle" },
  validation: { color: "#e0720b", dash: "dash", symbol: "square" },
  test: { color: "#bd0f83", dash: "dot", symbol: "diamond" },
  baseline: { color: "#7d8085", dash: "longdash", symbol: "cross" },
};

/** A scale from "none" to "much" that reads in grey too. */
export type ColorScale = readonly (readonly [number, string])[];

/**
 * The colour of the i-th category; past the end of the palette it starts again.
 *
 * @param index - 0, 1, 2, …
 */
export function colorOf(index: number): string {
  return palette[index % palette.length] as string;
}

/** The marker symbol of the i-th category. */
export function symbolOf(index: number): string {
  return symbols[index % symbols.length] as string;
}

/** The line style of the i-th category. */
export function dashOf(index: number): string {
  return dashes[index % dashes.length] as string;
}

/**
 * Gives a colour of the palette some transparency.
 *
 * @param color - `"#rrggbb"`.
 * @param opacity - 0 (invisible) to 1.
 * @example
 * assert.equal(withOpacity("#2a7fd4", 0.5), "rgba(42, 127, 212, 0.5)");
 */
export function withOpacity(color: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

/** The font of all texts; pages that measure a text before it is drawn need it too. */
export const FONT_FAMILY =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Size of texts, in pixels. */
export const FONT_SIZE = 13;

/** Size of titles, in pixels. */
export const TITLE_SIZE = 16;

/** The pages on which the two templates are read. */
export const backgrounds = { light: "#ffffff", dark: "#111111" } as const;

/** A Plotly template: the defaults of a whole figure. */
export interface Template {
  readonly layout: Layout;
  readonly data: Readonly<Record<string, readonly object[]>>;
}

/** The page shows through. */
const TRANSPARENT = "rgba(0,0,0,0)";

const light = makeTemplate({
  ink: "#24292f",
  faint: "#57606a",
  grid: "#d8dee4",
  hover: "#ffffff",
  button: "#f0f3f6",
  sequential: ["#f3f6fa", "#b9d3ee", "#6fa8dc", "#2a6fb5", "#12355b"],
  diverging: ["#12508f", "#5b9bd9", "#c3daf0", "#f7f7f7", "#f6cfa5", "#dd8433", "#8a4303"],
});

const dark = makeTemplate({
  ink: "#e6e6e6",
  faint: "#a8adb4",
  grid: "#3a3f45",
  hover: "#26292d",
  button: "#2b2f34",
  sequential: ["#15191e", "#173a5e", "#2a6fb5", "#6fa8dc", "#d9e9f8"],
  diverging: ["#b5d7f7", "#4a93d8", "#174a7c", "#1c1e21", "#7a3d06", "#dd8433", "#fbd9b3"],
});

/**
 * The two templates: same colours for data, ink and grid for a light or a dark ground. A figure carries
 * neither; the renderer in JupyterLab sets the one that fits and changes it with the theme.
 */
export const templates: Readonly<Record<"light" | "dark", Template>> = { light, dark };

interface Inks {
  ink: string;
  faint: string;
  grid: string;
  hover: string;
  button: string;
  sequential: readonly string[];
  diverging: readonly string[];
}

function makeTemplate(inks: Inks): Template {
  const { ink, faint, grid, hover, button } = inks;
  const { axis, space } = axisStyles(inks);
  const colorbar = { outlinewidth: 0, thickness: 14, tickcolor: faint };
  return {
    layout: {
      font: {
        family: FONT_FAMILY,
        size: FONT_SIZE,
        color: ink,
      },
      title: { x: 0, xref: "paper", xanchor: "left", font: { size: TITLE_SIZE } },
      paper_bgcolor: TRANSPARENT,
      plot_bgcolor: TRANSPARENT,
      colorway: [...palette],
      colorscale: colorScales(inks),
      coloraxis: { colorbar },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: space, yaxis: space, zaxis: space },
      hoverlabel: { bgcolor: hover, bordercolor: grid, font: { color: ink }, align: "left" },
      legend: { bgcolor: TRANSPARENT },
      modebar: { bgcolor: TRANSPARENT, color: faint, activecolor: ink },
      annotationdefaults: { font: { color: ink }, arrowcolor: faint },
      shapedefaults: { line: { color: faint } },
      updatemenudefaults: { bgcolor: button, bordercolor: grid, font: { color: ink } },
      sliderdefaults: {
        bgcolor: faint,
        activebgcolor: ink,
        bordercolor: grid,
        tickcolor: faint,
        font: { color: ink },
      },
    },
    data: {
      heatmap: [{ colorbar }],
      contour: [{ colorbar }],
      surface: [{ colorbar }],
      bar: [{ marker: { line: { width: 0 } } }],
    },
  };
}

function colorScales({ sequential, diverging }: Inks): Readonly<Record<string, ColorScale>> {
  return {
    sequential: steps(sequential),
    sequentialminus: steps([...sequential].reverse()),
    diverging: steps(diverging),
  };
}

/** The axes of a plane, and those of a scene. */
function axisStyles({ grid, faint }: Inks): { axis: Layout; space: Layout } {
  return {
    axis: {
      gridcolor: grid,
      linecolor: faint,
      tickcolor: faint,
      zerolinecolor: faint,
      zerolinewidth: 1,
      automargin: true,
      ticklabelstandoff: 3,
      title: { standoff: 10 },
    },
    space: {
      backgroundcolor: TRANSPARENT,
      gridcolor: grid,
      linecolor: faint,
      zerolinecolor: faint,
      showbackground: false,
    },
  };
}

function steps(colors: readonly string[]): ColorScale {
  return colors.map((color, i) => [i / (colors.length - 1), color] as const);
}
