/** Measures the room that a legend needs. */
import { FONT_SIZE } from "neural-notebooks/charts/rendering";
import type { FigureLayout, FigureTrace, Space } from "./figure-types";
import { plotWidthOf } from "./layout-parts";
import { plainText } from "./text";

/** plotly's horizontal legend, in pixels: a sample of the line before each name, a row, the room around. */
const SAMPLE = 50;
const ROW = 19;
const LEGEND_PADDING = 12;
/** Beyond this share of the width a legend at the side costs the plot too much. */
const SIDE_SHARE = 0.28;
/** Traces that plotly names in no legend. */
const WITHOUT_LEGEND = /^(heatmap|contour|surface|image|table|carpet|mesh3d|parcoords|sankey)$/;

/** What a legend needs, in pixels. */
export interface LegendSpace {
  /** Width of all names in one row. */
  readonly total: number;
  /** Height of one row with the room around it. */
  readonly rowHeight: number;
  /** Height of all rows in which the names stand over the plot; 0 for no legend. */
  readonly height: number;
  /** It lies over the plot already. */
  readonly across: boolean;
  /** It stands at the side and takes too much of the width. */
  readonly beside: boolean;
}

/** Where the legend stands and what it needs. */
export function legendSpace(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  { width, measure }: Pick<Space, "width" | "measure">,
): LegendSpace {
  const items = legendNames(data, layout).map((name) => measure(name, FONT_SIZE) + SAMPLE);
  const { orientation, x = 1.02, y = 0, yanchor = "bottom" } = layout.legend ?? {};
  const widest = Math.max(0, ...items);
  const total = items.reduce((sum, item) => sum + item, 0);
  const plotWidth = plotWidthOf(data, layout, width);
  const columns = total <= plotWidth ? items.length : Math.max(1, Math.floor(plotWidth / widest));
  return {
    total,
    rowHeight: ROW + LEGEND_PADDING,
    height: items.length > 0 ? Math.ceil(items.length / columns) * ROW + LEGEND_PADDING : 0,
    across: items.length > 0 && orientation === "h" && y >= 1 && yanchor === "bottom",
    beside: orientation !== "h" && x > 1 && widest > SIDE_SHARE * width,
  };
}

/** The texts along the vertical axis: the categories of lying bars. */
export function namesAlongY(data: readonly FigureTrace[]): string[] {
  return data.flatMap(({ y, visible }) =>
    Array.isArray(y) && visible !== false ? y.filter((each) => typeof each === "string") : [],
  );
}

/** The names that the legend shows. */
function legendNames(data: readonly FigureTrace[], layout: FigureLayout): string[] {
  if (layout.showlegend === false) return [];
  const seen = data.filter(
    ({ visible, name, type = "" }) => visible !== false && name !== undefined && !WITHOUT_LEGEND.test(type),
  );
  const named = seen.filter((trace) => trace.showlegend !== false);
  // plotly shows no legend for a single trace, unless it is told to.
  const isShown = layout.showlegend === true || named.some((trace) => trace.showlegend === true);
  return isShown || seen.length > 1 ? named.map((trace) => plainText(String(trace.name))) : [];
}
