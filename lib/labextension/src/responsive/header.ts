/** Lays the header over the plot out for a width: title, legend, dropdown and note stand in rows where one has no room for them. */
import { FONT_SIZE, TITLE_SIZE } from "neural-notebooks/charts/rendering";
import type { FigureLayout, FigureTrace, Legend, Space } from "./figure-types";
import { changedLayout, heightOf, marginOf, plotWidthOf, titleObject } from "./layout-parts";
import { legendSpace, namesAlongY } from "./legend";
import { LINE_HEIGHT, lineWidth, linesOf, plainText, wrapText } from "./text";

/** In pixels: room over the title, as plotly sets it, and beside it when it begins at the chart's edge. */
const TOP = 16;
const EDGE = 8;
/** How high capital letters are, as a share of the letters' size. */
const CAP_HEIGHT = 0.7;
/** Room in pixels for a dropdown, and for a note. */
const MENU = 42;
const NOTE = 19;
/** The buttons of plotly's bar stand at the right of the title. */
const MODEBAR = 60;
/** What the name of the vertical axis and its ticks take beside the names along it. */
const AXIS = 40;

/**
 * Lays the header out.
 *
 * @param data - The traces.
 * @param layout - The layout.
 * @param space - The place.
 * @returns The layout, or the very same one when nothing needs a change.
 */
export function layoutForHeader(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  space: Space,
): FigureLayout {
  const title = layOutTitle(data, layout, space);
  const rows = layOutRows(data, layout, { space, title });
  if (title.fits && !rows.legendMoves && !rows.isHigh && !rows.crowded) return layout;
  const { width } = space;
  const margin = marginOf(layout);
  const top = Math.max(margin.t, title.bottom + rows.height + 10);
  const height = heightOf(layout) + top - margin.t;
  // plotly begins a title of one line that far below its place, but not one of several.
  const t = title.lines.length > 1 ? TOP + CAP_HEIGHT * title.size : TOP;
  const place = { yref: "container", y: 1, yanchor: "top", pad: { t } };
  const edge = { x: 0, xref: "container", xanchor: "left", pad: { t, l: EDGE } };
  const legend: Legend = {
    orientation: "h",
    xref: "container",
    yref: "container",
    x: (title.fits ? margin.l : EDGE / 2) / width,
    y: 1 - title.bottom / height,
    xanchor: "left",
    yanchor: "top",
  };
  return changedLayout(
    { ...layout, title: titleObject(layout.title), ...(top === margin.t ? {} : { height }) },
    {
      title: { text: title.lines.join("<br>"), ...place, ...(title.fits ? {} : edge) },
      margin: { t: top },
      ...(rows.legendMoves ? { legend } : {}),
    },
  );
}

/** The title in lines. */
interface TitleLines {
  /** True as long as it stays over the plot; else it begins at the chart's edge. */
  readonly fits: boolean;
  readonly lines: readonly string[];
  /** Of its letters, in pixels. */
  readonly size: number;
  /** The width of the longest line. */
  readonly longest: number;
  /** Where it ends, from the chart's top. */
  readonly bottom: number;
}

function layOutTitle(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  { width, visibleWidth, measure }: Space,
): TitleLines {
  const margin = marginOf(layout);
  const { text = "", font } = titleObject(layout.title);
  const style = { size: font?.size ?? TITLE_SIZE, measure };
  const seen = Math.min(visibleWidth, width);
  const overPlot = seen - leftOf(data, margin.l, measure) - margin.r - MODEBAR;
  const fits = linesOf(text).every((line) => lineWidth(line, style) <= overPlot);
  const lines = fits ? linesOf(text) : wrapText(text, { ...style, room: seen - 2 * EDGE - 4 });
  const longest = Math.max(0, ...lines.map((line) => lineWidth(line, style)));
  const bottom = text === "" ? TOP : Math.ceil(TOP + lines.length * style.size * LINE_HEIGHT + 2);
  return { fits, lines, size: style.size, longest, bottom };
}

/** What stands below the title. */
interface HeaderRows {
  /** True when the legend gets a row of its own. */
  readonly legendMoves: boolean;
  /** True when the header has room for two rows once the title stands at its top. */
  readonly isHigh: boolean;
  /** True when title and dropdown do not stand in one row. */
  readonly crowded: boolean;
  /** Of all of them together. */
  readonly height: number;
}

function layOutRows(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  { space, title }: { space: Space; title: TitleLines },
): HeaderRows {
  const { width, measure } = space;
  const legend = legendSpace(data, layout, { width, measure });
  const plotWidth = plotWidthOf(data, layout, width);
  const oneRow = legend.across && title.longest + legend.total + 24 <= plotWidth;
  const twoRows = legend.across && !oneRow;
  const hasRoom = marginOf(layout).t >= title.bottom + legend.rowHeight;
  const isHigh = twoRows && title.fits && legend.total <= plotWidth && hasRoom;
  const menu = menuWidth(layout, measure);
  const note = (layout.annotations ?? []).some((each) => each.yref === "paper" && standsOnTop(each, 0));
  const legendHeight = legend.across || legend.beside ? legend.height : 0;
  return {
    legendMoves: legend.beside || (twoRows && !isHigh),
    isHigh,
    // A dropdown begins half a line below a title of one line.
    crowded: menu > 0 && title.longest + menu > plotWidth,
    height: legendHeight + (menu > 0 ? MENU : 0) + (note ? NOTE : 0),
  };
}

/** Long names along the vertical axis push the plot and its title to the right. */
function leftOf(data: readonly FigureTrace[], margin: number, measure: Space["measure"]): number {
  const widths = namesAlongY(data).map((name) => measure(plainText(name), FONT_SIZE) + AXIS);
  return Math.max(margin, ...widths);
}

/** How wide the dropdowns over the plot are: as their longest entry, and an arrow; 0 when there are none. */
function menuWidth({ updatemenus = [] }: FigureLayout, measure: Space["measure"]): number {
  const menus = updatemenus.filter((each) => standsOnTop(each, 1));
  if (menus.length === 0) return 0;
  const labels = menus.flatMap(({ buttons = [] }) => buttons.map(({ label = "" }) => label));
  return Math.max(0, ...labels.map((label) => measure(label, FONT_SIZE))) + 60;
}

/** True for what hangs over the plot; `y` is plotly's default place. */
function standsOnTop(item: { y?: number; yanchor?: string }, y: number): boolean {
  return (item.y ?? y) >= 1 && (item.yanchor ?? "bottom") === "bottom";
}
