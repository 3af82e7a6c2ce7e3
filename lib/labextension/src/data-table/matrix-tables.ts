/** Turns heatmaps, contours and surfaces into tables of rows and columns, and grids of pictures into lists. */
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";
import { axisOf, cellOf, cellsOf, nameOf, pictureSize, placesOf, rowsOf, titleText } from "./figure-values";
import { columnTexts } from "./format-column";
import type { Cell, DataBlock } from "./table-types";

/** True for a trace whose numbers stand in rows and columns. */
export function isMatrix({ type, ...trace }: FigureTrace): boolean {
  return ["heatmap", "heatmapgl", "contour", "surface"].includes(type ?? "") && rowsOf(trace["z"]).length > 0;
}

/**
 * Makes the tables of a trace whose numbers stand in rows and columns.
 *
 * @param trace - The trace.
 * @param layout - The figure's layout, whose axes name rows and columns.
 * @returns The words that stand in the cells, where they say other things than the numbers; then the numbers.
 */
export function matrixTables(trace: FigureTrace, layout: FigureLayout): DataBlock[] {
  const z = rowsOf(trace["z"]).map((row) => row.map(cellOf));
  const text = rowsOf(trace["text"]).map((row) => row.map(cellOf).map(numberIn));
  const words = text.some((row) => row.length > 0) && !tellsTheSame(text, z) ? [text] : [];
  const title = titleText(trace["colorbar"]) || nameOf(trace);
  return [
    ...words.map((rows) => matrixTable(rows, { trace, layout, title: "written in the cells" })),
    matrixTable(z, { trace, layout, title }),
  ];
}

function matrixTable(
  rows: readonly (readonly Cell[])[],
  { trace, layout, title }: { trace: FigureTrace; layout: FigureLayout; title: string },
): DataBlock {
  const [x, y] = (["x", "y"] as const).map((letter) => axisOf(layout, { trace, letter }));
  const width = Math.max(...rows.map(({ length }) => length));
  const named = (places: readonly Cell[], axis: typeof x): Cell[] =>
    places.every((place) => axis?.words.has(place))
      ? places.map((place) => axis?.words.get(place) ?? null)
      : [...places];
  const heads = columnTexts(named(middles(trace, { letter: "x", count: width }), x));
  const names = named(middles(trace, { letter: "y", count: rows.length }), y);
  return {
    title,
    rowHeads: true,
    columns: [
      { head: `${y?.title} ↓ ${x?.title} →`, values: names },
      ...heads.map((head, column) => ({ head, values: rows.map((row) => row[column] ?? null) })),
    ],
  };
}

/** The places of so many rows or columns; where their edges are given, which are one more, the middle of each. */
function middles(trace: FigureTrace, { letter, count }: { letter: "x" | "y"; count: number }): Cell[] {
  const given = cellsOf(trace[letter]);
  if (given.length !== count + 1) return placesOf(trace, letter, count);
  return given.slice(1).map((to, i) => {
    const from = given[i];
    return typeof from === "number" && typeof to === "number" ? (from + to) / 2 : (from ?? null);
  });
}

/** A word that is a number, as that number. */
function numberIn(cell: Cell): Cell {
  return typeof cell === "string" && /^[-+]?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

/** Whether words are but the numbers, rounded. */
function tellsTheSame(text: readonly (readonly Cell[])[], z: readonly (readonly Cell[])[]): boolean {
  return text.every((row, r) =>
    row.every((cell, c) => {
      const number = z[r]?.[c];
      return typeof cell === "number" && typeof number === "number" && Math.abs(cell - number) < 0.5;
    }),
  );
}

/** Lists pictures: their captions and sizes; nobody reads pixels. */
export function pictureTable(traces: readonly FigureTrace[]): DataBlock {
  const sizes = traces.map((trace) => pictureSize(trace["z"]));
  const columns = [
    { head: "picture", values: traces.map((trace, i) => nameOf(trace) || `picture ${i}`) },
    { head: "height (pixels)", values: sizes.map(({ height }) => height) },
    { head: "width (pixels)", values: sizes.map(({ width }) => width) },
  ];
  return { title: "", columns, rowHeads: true };
}
