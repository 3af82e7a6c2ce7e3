/** Breaks names of axes that are longer than their axis into several lines. */
import { FONT_SIZE } from "neural-notebooks/charts/rendering";
import type { Axis, FigureLayout, Space } from "./figure-types";
import { axesOf, changedLayout, heightOf, marginOf, titleObject, withLowerMargin } from "./layout-parts";
import { LINE_HEIGHT, linesOf, wrapText } from "./text";

/** plotly's names of axes, in a size of their own. */
const AXIS_TITLE_SIZE = Math.round(FONT_SIZE * 1.2);

/**
 * Wraps names of axes.
 *
 * @param layout - The layout.
 * @param space - The place.
 * @returns The layout, or the very same one when nothing needs a change.
 */
export function layoutForAxisTitles(
  layout: FigureLayout,
  { width, measure }: Pick<Space, "width" | "measure">,
): FigureLayout {
  const { l, r, t, b } = marginOf(layout);
  const sides = { x: width - l - r, y: heightOf(layout) - t - b };
  const changes: Record<string, Axis> = {};
  let added = 0;
  for (const letter of ["x", "y"] as const) {
    for (const { key, axis } of axesOf(layout, letter)) {
      const wrapped = wrappedTitle(axis, { side: sides[letter], measure });
      if (!wrapped) continue;
      changes[key] = { title: wrapped.title };
      if (letter === "x") added = Math.max(added, wrapped.added);
    }
  }
  if (Object.keys(changes).length === 0) return layout;
  return withLowerMargin(changedLayout(layout, changes), added);
}

/** The name of an axis in more lines than it has, and the height in pixels that they add; nothing when it fits. */
function wrappedTitle(axis: Axis, { side, measure }: { side: number; measure: Space["measure"] }) {
  const [from, to] = axis.domain ?? [0, 1];
  const share = to - from;
  // A name beside the whole plot may reach a little beyond it.
  const room = Math.max(80, share * side + (share === 1 ? 40 : 0));
  const title = titleObject(axis.title);
  const { text = "" } = title;
  const size = title.font?.size ?? AXIS_TITLE_SIZE;
  const lines = wrapText(text, { room, size, measure });
  const added = lines.length - linesOf(text).length;
  if (added === 0) return undefined;
  return { title: { ...title, text: lines.join("<br>") }, added: Math.ceil(added * size * LINE_HEIGHT) };
}
