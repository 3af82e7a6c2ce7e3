/**
 * What charts and the pages that draw them agree on: MIME type, sizes, templates, what `layout.meta` says. Nothing here
 * needs Node, so that a script for the browser can be bundled with it.
 */
import type { TileGridMeta } from "./tiles";

export type { Figure, AnimationFrame, Layout, Trace } from "./figure";
export { jumpOptions, playOptions } from "./frame-options";
export { isPlainObject, mergeLayout } from "./merge";
export { FONT_FAMILY, FONT_SIZE, TITLE_SIZE, backgrounds, templates, type Template } from "./theme";
export { CAPTION_SIZE, TILE_MARGIN, tilePlace, type TileGrid, type TileGridMeta } from "./tiles";

export { typedArrayClasses } from "./typed-array-classes";

/** The MIME type under which notebooks keep Plotly figures. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** Height in pixels of a chart that names none. */
export const DEFAULT_HEIGHT = 380;

/** plotly.js 4.1 shows a button that uploads the chart to its maker's server; wherever the figure is drawn, it has none. */
export const privateConfig = { displaylogo: false, showSendToCloud: false } as const;

/** What the course's charts write into `layout.meta`. */
export interface ChartMeta {
  /** The chart in words. */
  readonly alt?: string;
  /** The width in pixels below which the chart is scrolled instead of squeezed. */
  readonly minWidth?: number;
  /** The measures of an image grid. */
  readonly grid?: TileGridMeta;
}
