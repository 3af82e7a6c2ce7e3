/** The attributes of a Plotly figure that the layout for a width reads, as they may stand in a notebook. */
import type { ChartMeta } from "neural-notebooks/charts/rendering";

/** Room around the plot, in pixels. */
export interface Margin {
  readonly t: number;
  readonly r: number;
  readonly b: number;
  readonly l: number;
}

/** A title of a chart or an axis; plotly takes a plain text as well. */
export interface Title {
  readonly text?: string;
  readonly font?: { readonly size?: number };
  readonly [attribute: string]: unknown;
}

export interface Axis {
  readonly title?: string | Title;
  readonly domain?: readonly [number, number];
  readonly showticklabels?: boolean;
  readonly [attribute: string]: unknown;
}

export interface Legend {
  readonly orientation?: string;
  readonly x?: number;
  readonly y?: number;
  readonly yref?: string;
  readonly yanchor?: string;
  readonly [attribute: string]: unknown;
}

/** A text on the chart, such as the caption of a picture. */
export interface Annotation {
  readonly text?: string;
  readonly x?: number;
  readonly y?: number;
  readonly yref?: string;
  readonly yanchor?: string;
  readonly font?: { readonly size?: number };
  readonly [attribute: string]: unknown;
}

export interface Shape {
  readonly x0?: number;
  readonly x1?: number;
  readonly y0?: number;
  readonly y1?: number;
  readonly [attribute: string]: unknown;
}

/** An entry of a dropdown, a row of buttons or a slider. */
export interface ControlEntry {
  readonly label?: string;
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly [attribute: string]: unknown;
}

/** A dropdown or a row of buttons (`updatemenus`), or a slider (`sliders`). */
export interface Control {
  readonly type?: string;
  readonly active?: number;
  readonly y?: number;
  readonly yanchor?: string;
  readonly pad?: Partial<Margin>;
  readonly currentvalue?: { readonly prefix?: string };
  /** Entries of a dropdown or row of buttons. */
  readonly buttons?: readonly ControlEntry[];
  /** Entries of a slider. */
  readonly steps?: readonly ControlEntry[];
  readonly [attribute: string]: unknown;
}

export interface FigureLayout {
  readonly title?: string | Title;
  readonly width?: number;
  readonly height?: number;
  readonly margin?: Partial<Margin>;
  readonly legend?: Legend;
  readonly showlegend?: boolean;
  readonly annotations?: readonly Annotation[];
  readonly shapes?: readonly Shape[];
  readonly updatemenus?: readonly Control[];
  readonly sliders?: readonly Control[];
  readonly meta?: ChartMeta;
  readonly [attribute: string]: unknown;
}

export interface FigureTrace {
  readonly type?: string;
  readonly name?: string;
  readonly visible?: unknown;
  readonly showlegend?: boolean;
  readonly showscale?: boolean;
  readonly x0?: number;
  readonly y0?: number;
  readonly y?: unknown;
  readonly [attribute: string]: unknown;
}

/** The traces and the layout of a figure. */
export interface DataAndLayout {
  readonly data: readonly FigureTrace[];
  readonly layout: FigureLayout;
}

/** The width in pixels of a text in letters of `size` pixels. */
export type MeasureText = (text: string, size: number) => number;

/** The place for which a figure is laid out. */
export interface Space {
  /** Width of the chart, in pixels. */
  readonly width: number;
  /** The part of it that is seen at once: less than `width` where the chart is scrolled sideways. */
  readonly visibleWidth: number;
  readonly measure: MeasureText;
}
