/** Turns what a chart draws at a moment into tables of its numbers. */
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";
import { listOf, plainText, titleText } from "./figure-values";
import { isMatrix, matrixTables, pictureTable } from "./matrix-tables";
import { isSpread, otherTables, spreadTable } from "./other-tables";
import { isPlanar, pointTables, spaceTable } from "./point-tables";
import type { ChartTables, DataBlock } from "./table-types";

/** The parts of a figure that hold what is drawn; any may be missing. */
export interface DrawnFigure {
  readonly data?: readonly FigureTrace[] | undefined;
  readonly layout?: FigureLayout | undefined;
}

/**
 * Makes the tables of a figure, as it is drawn now.
 *
 * @param figure - Its traces, plain or with numbers in Plotly's binary form, and its layout.
 * @returns The numbers of all traces that are seen; what only decorates (`hoverinfo: "skip"`) is left out unless it is all.
 */
export function chartTables({ data = [], layout = {} }: DrawnFigure): ChartTables {
  const caption = titleText(layout);
  const count = layout.meta?.grid?.count ?? 0;
  const pictures = data.slice(0, count);
  if (pictures.length > 0) return { caption, blocks: [pictureTable(pictures)] };
  const blocks = traceTables(telling(data), layout);
  // Where the axes are hidden, the chart is a drawing, whose texts say what it shows.
  const isDrawing = (layout["xaxis"] as { visible?: boolean } | undefined)?.visible === false;
  return { caption, blocks: [...blocks, ...(isDrawing ? annotationTables(layout) : [])] };
}

function traceTables(traces: readonly FigureTrace[], layout: FigureLayout): DataBlock[] {
  const inSpace = traces.filter(({ type }) => type === "scatter3d");
  const spreads = traces.filter(isSpread);
  const matrices = traces.filter(isMatrix);
  const images = traces.filter(({ type }) => type === "image");
  const planar = traces.filter(isPlanar);
  const known = new Set([...inSpace, ...spreads, ...matrices, ...images, ...planar]);
  return [
    ...pointTables(planar, layout),
    ...(inSpace.length > 0 ? [spaceTable(inSpace, layout)] : []),
    ...matrices.flatMap((trace) => matrixTables(trace, layout)),
    ...(spreads.length > 0 ? [spreadTable(spreads, layout)] : []),
    ...(images.length > 0 ? [pictureTable(images)] : []),
    ...traces.filter((trace) => !known.has(trace)).flatMap((trace) => otherTables(trace, layout)),
  ].filter(({ columns }) => (columns[0]?.values.length ?? 0) > 0);
}

/** The traces that are seen and say something. */
function telling(data: readonly FigureTrace[]): readonly FigureTrace[] {
  const seen = data.filter(({ visible = true }) => visible === true);
  const told = seen.filter((trace, i) => {
    if (isWrittenOver(trace, seen)) return false;
    const isBand = trace["fill"] === "tonexty" || seen[i + 1]?.["fill"] === "tonexty";
    return trace["hoverinfo"] !== "skip" || isBand || listOf(trace["text"]).length > 0;
  });
  return told.length > 0 ? told : seen;
}

/** Words over a map of cells, which have the same words themselves. */
function isWrittenOver(trace: FigureTrace, seen: readonly FigureTrace[]): boolean {
  return trace["mode"] === "text" && trace["hoverinfo"] === "skip" && seen.some(isMatrix);
}

/** The texts of a drawing. */
function annotationTables({ annotations = [] }: FigureLayout): DataBlock[] {
  const values = annotations.map(({ text = "" }) => plainText(text)).filter((text) => text !== "");
  return values.length > 0 ? [{ title: "", columns: [{ head: "text", values }] }] : [];
}
