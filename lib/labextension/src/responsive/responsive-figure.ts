/**
 * Lays a figure out for the width at which it is drawn: wraps titles, gives the legend a row of its own, stacks panels,
 * lays pictures out anew. Nothing here needs a page: who calls it measures the texts.
 */
import type { Figure } from "neural-notebooks/charts/rendering";
import type { DataAndLayout, FigureLayout, MeasureText } from "./figure-types";
import { layoutForStates } from "./states";

/** A figure as a width needs it. */
export interface ResponsiveFigure extends DataAndLayout {
  /** The width in pixels below which the chart is scrolled instead of squeezed. */
  readonly minWidth: number;
}

/**
 * Lays a figure out for a width.
 *
 * @param figure - Data and layout as they were saved; they are not changed.
 * @param options - `width` of the place in pixels; `measure(text, size)`: the width of a text in pixels.
 * @returns Data and layout for this width, and the width below which the chart is scrolled.
 * @example
 * const figure = { data: [], layout: { title: { text: "A title of several words" } } };
 * const { layout } = responsiveFigure(figure, { width: 180, measure: (text, size) => (text.length * size) / 2 });
 * assert.equal(layout.title.text, "A title of several<br>words");
 */
export function responsiveFigure(
  figure: Partial<Figure>,
  { width, measure }: { width: number; measure: MeasureText },
): ResponsiveFigure {
  const { data = [] } = figure;
  const layout = (figure.layout ?? {}) as FigureLayout;
  const minWidth = layout.meta?.minWidth ?? 0;
  // A figure with a width of its own is left as it is.
  if (layout.width !== undefined || width <= 0) return { data, layout, minWidth };
  const space = { width: Math.max(width, minWidth), visibleWidth: width, measure };
  return { ...layoutForStates(data, layout, space), minWidth };
}
