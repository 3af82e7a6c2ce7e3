/** The bins of histograms, which plotly.js counts while it draws: a figure holds the raw numbers alone. */
import type { FigureTrace } from "../../responsive/figure-types";
import { axisName } from "../../data-table/figure-values";
import { columnTexts } from "../../data-table/format-column";
import type { Bin } from "../../data-table/other-tables";
import type { DrawnBin, PlotElement } from "../plotly";

/** The traces of a chart that is drawn, with the bins of those that have some. */
export function tracesWithBins(plot: PlotElement): readonly FigureTrace[] | undefined {
  return plot.data?.map((trace, i) => {
    if (trace.type !== "histogram") return trace;
    const bins = binsOf(plot, { trace, drawn: plot.calcdata?.[i] ?? [] });
    return bins.length > 0 ? { ...trace, bins } : trace;
  });
}

function binsOf(
  plot: PlotElement,
  { trace, drawn }: { trace: FigureTrace; drawn: readonly DrawnBin[] },
): Bin[] {
  const letter = trace["x"] === undefined ? "y" : "x";
  const axis = plot._fullLayout?.[axisName(trace, letter)] as
    { type?: string; _categories?: readonly string[] } | undefined;
  const counted = drawn.filter(({ p, s }) => typeof p === "number" && typeof s === "number");
  const edges = columnTexts(counted.flatMap(({ p = 0, ph0 = p, ph1 = p }) => [ph0, ph1]));
  return counted.map(({ p = 0, ph0 = p, s = 0 }, i) => {
    if (axis?.type === "category") return { place: axis._categories?.[p] ?? String(p), count: s };
    if (axis?.type === "date") return { place: dayOf(ph0), count: s };
    const [from = "", to = ""] = edges.slice(2 * i);
    return { place: from === to ? from : `${from} to ${to}`, count: s };
  });
}

function dayOf(time: number): string {
  return new Date(time).toISOString().replace(/T00:00.*/, "");
}
