/** Reads a layout with plotly's defaults, and makes changed ones. */
import { DEFAULT_HEIGHT, isPlainObject, mergeLayout } from "neural-notebooks/charts/rendering";
import type { Axis, FigureLayout, FigureTrace, Margin, Title } from "./figure-types";

/** What a scale of colours takes at the right, in pixels. */
export const COLOR_SCALE_WIDTH = 70;
const WITH_COLOR_SCALE = /^(heatmap|contour|surface)$/;

/** The text of a title, which plotly takes as a text or as an object. */
export function titleText(title: string | Title | undefined): string {
  return titleObject(title).text ?? "";
}

/** A title as an object, whichever way it was written. */
export function titleObject(title: string | Title | undefined): Title {
  return typeof title === "object" && title !== null ? title : { text: title ?? "" };
}

/** The height of a chart in pixels. */
export function heightOf(layout: FigureLayout): number {
  return layout.height ?? DEFAULT_HEIGHT;
}

/** The margins of a chart, with plotly's own where the layout names none. */
export function marginOf(layout: FigureLayout): Margin {
  return { t: 100, r: 80, b: 80, l: 80, ...layout.margin };
}

/** An axis of a layout by its key, such as `"xaxis2"`. */
export function axisOf(layout: FigureLayout, key: string): Axis | undefined {
  const axis = layout[key];
  return isPlainObject(axis) ? axis : undefined;
}

/** The axes of a letter that the layout names, in its order. */
export function axesOf(layout: FigureLayout, letter: "x" | "y"): { key: string; axis: Axis }[] {
  const name = new RegExp(`^${letter}axis\\d*$`);
  return Object.keys(layout).flatMap((key) => {
    const axis = name.test(key) ? axisOf(layout, key) : undefined;
    return axis ? [{ key, axis }] : [];
  });
}

/** A layout with changes laid over it, nested ones too. */
export function changedLayout(layout: FigureLayout, changes: FigureLayout): FigureLayout {
  return mergeLayout(layout, changes);
}

/** About how many pixels the axes and a scale of colours leave for the plot. */
export function plotWidthOf(data: readonly FigureTrace[], layout: FigureLayout, width: number): number {
  const { l, r } = marginOf(layout);
  const scaled = data.some(
    ({ type = "", visible, showscale = true }) =>
      WITH_COLOR_SCALE.test(type) && visible !== false && showscale,
  );
  return Math.max(80, width - l - r - 20 - (scaled ? COLOR_SCALE_WIDTH : 0));
}

/** Makes the margin below the plot higher by some pixels; controls that stand in it move down. */
export function withLowerMargin(layout: FigureLayout, added: number): FigureLayout {
  if (added === 0) return layout;
  const margin = marginOf(layout);
  const { updatemenus, sliders } = layout;
  // plotly's sliders stand below the plot unless they are told otherwise, its menus at its top.
  return {
    ...layout,
    margin: { ...margin, b: margin.b + added },
    height: heightOf(layout) + added,
    ...(updatemenus && { updatemenus: updatemenus.map((menu) => movedDown(menu, { added, y: 1 })) }),
    ...(sliders && { sliders: sliders.map((slider) => movedDown(slider, { added, y: 0 })) }),
  };
}

function movedDown<Item extends { y?: number; pad?: Partial<Margin> }>(
  item: Item,
  { added, y }: { added: number; y: number },
): Item {
  return (item.y ?? y) <= 0 ? { ...item, pad: { ...item.pad, t: (item.pad?.t ?? 0) + added } } : item;
}
