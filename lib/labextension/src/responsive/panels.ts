/** Gives panels side by side the room that names and numbers between them need, or puts one below the other. */
import type { Axis, FigureLayout, Space } from "./figure-types";
import { axesOf, axisOf, marginOf, titleText } from "./layout-parts";

/** A panel narrower than this goes below the one before it, in pixels: with a name of its vertical axis, and without. */
const MIN_PANEL_WIDTH = { named: 250, unnamed: 110 };
/** Height of panels that stand one below the other and the room between them; room for a name between two in a row. */
const PANEL_HEIGHT = 190;
const PANEL_GAP = 64;
const NAME_GAP = 84;

interface Panel {
  readonly x: { readonly key: string; readonly axis: Axis };
  readonly y: { readonly key: string; readonly axis: Axis };
}

/**
 * Lays panels out.
 *
 * @param layout - The layout.
 * @param space - The place.
 * @returns The layout, or the very same one when nothing needs a change.
 */
export function layoutForPanels(layout: FigureLayout, { width }: Pick<Space, "width">): FigureLayout {
  const panels = panelsInRow(layout);
  if (panels.length < 2) return layout;
  const { l, r } = marginOf(layout);
  const plotWidth = width - l - r;
  const named = panels.slice(1).some(({ y }) => titleText(y.axis.title) !== "");
  const minimum = named ? MIN_PANEL_WIDTH.named : MIN_PANEL_WIDTH.unnamed;
  if (plotWidth / panels.length < minimum) return stacked(layout, panels);
  return spaced(layout, { panels, gap: named ? NAME_GAP / plotWidth : 0 });
}

/** The panels of a layout, unless some stand below others. */
function panelsInRow(layout: FigureLayout): Panel[] {
  const horizontal = axesOf(layout, "x").filter(({ axis }) => Array.isArray(axis.domain));
  const panels = horizontal.flatMap((x) => {
    const key = x.key.replace("x", "y");
    const axis = axisOf(layout, key);
    return axis && !axis.domain ? [{ x, y: { key, axis } }] : [];
  });
  return panels.length === horizontal.length ? panels : [];
}

/** Panels in a row, `gap` of the plot's width between them. */
function spaced(
  layout: FigureLayout,
  { panels, gap }: { panels: readonly Panel[]; gap: number },
): FigureLayout {
  const [first, second] = panels.map(({ x }) => x.axis.domain ?? [0, 1]);
  if (!first || !second || gap <= second[0] - first[1]) return layout;
  const width = (1 - gap * (panels.length - 1)) / panels.length;
  const axes = panels.map(({ x }, i) => {
    const start = i * (width + gap);
    return [x.key, { ...x.axis, domain: [start, start + width] }];
  });
  return { ...layout, ...(Object.fromEntries(axes) as FigureLayout) };
}

/** Panels one below the other, each as wide as the plot. */
function stacked(layout: FigureLayout, panels: readonly Panel[]): FigureLayout {
  const { t, b } = marginOf(layout);
  const inner = panels.length * PANEL_HEIGHT + (panels.length - 1) * PANEL_GAP;
  const title = panels[0]?.y.axis.title;
  const axes = panels.flatMap(({ x, y }, i) => {
    const top = 1 - (i * (PANEL_HEIGHT + PANEL_GAP)) / inner;
    // A panel that read its numbers off the first one shows them itself now.
    const shared = titleText(y.axis.title) === "" && y.axis.showticklabels === false;
    const own = shared ? { ...y.axis, title, showticklabels: true } : y.axis;
    return [
      [x.key, { ...x.axis, domain: [0, 1] }],
      [y.key, { ...own, domain: [Math.max(0, top - PANEL_HEIGHT / inner), top] }],
    ];
  });
  return { ...layout, ...(Object.fromEntries(axes) as FigureLayout), height: inner + t + b };
}
