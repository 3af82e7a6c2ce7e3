/** Turns a table of numbers into a heat map: correlations, attention, anything by row and column. */
import { ShapeError, cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { checkSameLength } from "../core/shape";
import { axesLayout, minimumWidth, longestText, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import { cellTexts, divergingShades, sequentialShades } from "./cell-colors";
import { withGaps } from "./gaps";
import type { Numbers, Trace } from "./figure";
import { checkColumns, extentOf, formatNumber, isNumber, describeMissing } from "./alt-text";

/** A table of numbers with the names of its rows and columns. */
export interface MatrixData {
  /** `values[row][column]`; null and NaN show as gaps. */
  values: readonly Numbers[];
  /** Names of the rows. */
  rows: readonly string[];
  /** Names of the columns. */
  columns: readonly string[];
}

/** How the table is drawn. */
export interface MatrixOptions extends AxesOptions {
  /** `"sequential"` (little to much, default) or `"diverging"` (below and above zero). */
  shading?: "sequential" | "diverging";
  /** The numbers at both ends of the colours. */
  range?: readonly [number, number];
  /** Name and unit of the numbers, beside the colours. */
  valueTitle?: string;
  /** Whether a bar beside the cells explains the colours (`true`). */
  colorBar?: boolean;
  /** Digits after the point of the numbers written into cells (2); none are written in tables of more than 400 cells. */
  digits?: number;
}

/**
 * Draws a table as coloured cells.
 *
 * @param data - Numbers [rows, columns] and names.
 * @param options - Title, axis names, colours.
 * @returns The chart; its description tells the highest and the lowest cell.
 * @throws ShapeError when names and numbers differ in number.
 * @example
 * const data = { values: [[1, 4], [2, 3]], rows: ["a", "b"], columns: ["c", "d"] };
 * const chart = matrixChart(data, { title: "Four cells", xTitle: "column", yTitle: "row" });
 * assert.match(chart.alt, /highest 4 \(a, d\), lowest 1 \(a, c\)/);
 */
export function matrixChart(data: MatrixData, options: MatrixOptions): Chart {
  const { values, rows, columns } = checkMatrix(data ?? {});
  const flat = values.flatMap((row) => Array.from<number | null>(row));
  checkColumns({ values: flat }, VERB);
  const base = axesLayout(options, VERB);
  const { title, digits = 2, height = Math.max(320, 150 + rows.length * 32) } = options;
  const { min, max, argMin, argMax, missing } = extentOf(flat);
  const inCells = flat.length <= 400;
  const ends = [min, max].map((value) => numberText(value, digits));
  const sides = options.colorBar === false ? 100 : 165;
  const layout = mergeLayout(base, {
    height,
    // Numbers in cells need room for their figures; names of rows, the axis and the colours take the rest.
    ...(inCells ? minimumWidth(sides + longestText(rows) + columns.length * (8 + longestText(ends))) : {}),
    xaxis: namedAxis(columns),
    yaxis: { ...namedAxis(rows), autorange: "reversed" },
  });
  const cell = (i: number) =>
    `${formatNumber(flat[i] as number)} (${rows[Math.floor(i / columns.length)]}, ${columns[i % columns.length]})`;
  const alt = `${title}. ${rows.length} rows (${options.yTitle}) by ${columns.length} columns (${options.xTitle}); highest ${cell(argMax)}, lowest ${cell(argMin)}.${describeMissing(missing)}`;
  const cells = cellsTrace(data, { ...options, min, max });
  return new Chart({ data: [cells, ...(inCells ? [numbersIn(data, digits)] : [])], layout }, { alt });
}

const VERB = "draw a table of colours";

function checkMatrix(data: MatrixData): MatrixData {
  const { values, rows, columns } = data;
  if (!isList(values) || values.length === 0)
    throw cannot(VERB, { argument: "values", must: "at least one row", received: values });
  checkSameLength({ values: values.length, rows: rows?.length ?? 0 }, VERB);
  values.forEach((row, r) => {
    if (row?.length !== columns?.length) {
      throw cannot(VERB, {
        argument: `values[${r}]`,
        must: `one number for each of ${columns?.length ?? 0} columns`,
        received: row,
        as: ShapeError,
      });
    }
  });
  return data;
}

/** The coloured cells; `min` and `max` of the table end the colours unless a range is given. */
function cellsTrace(
  { values, rows, columns }: MatrixData,
  options: MatrixOptions & { min: number; max: number },
): Trace {
  const { shading = "sequential", valueTitle, colorBar = true, min, max, xTitle, yTitle } = options;
  const largest = Math.max(Math.abs(min), Math.abs(max)) || 1;
  const [low, high] =
    options.range ?? (shading === "diverging" ? [-largest, largest] : [min, max === min ? min + 1 : max]);
  return {
    type: "heatmap",
    x: columnKeys(columns),
    y: columnKeys(rows),
    z: values.map(withGaps),
    zmin: low,
    zmax: high,
    colorscale: shading === "diverging" ? divergingShades() : sequentialShades(),
    xgap: 1,
    ygap: 1,
    ...(colorBar ? {} : { showscale: false }),
    colorbar: valueTitle === undefined ? {} : { title: { text: valueTitle, side: "right" } },
    hovertemplate: `${yTitle} %{y}, ${xTitle} %{x}: %{z}<extra></extra>`,
  };
}

/** The numbers, written into their cells; a gap has none. */
function numbersIn({ values, rows, columns }: MatrixData, digits: number): Trace {
  const written = (value: number | null) => (isNumber(value) ? numberText(value, digits) : "");
  const text = values.map((row) => Array.from<number | null, string>(row, written));
  return cellTexts({ x: columnKeys(columns), y: columnKeys(rows), text });
}

/** Numbers too long for a cell are written by powers; what rounds to zero has no minus. */
function numberText(value: number, digits: number): string {
  const text = Math.abs(value) < 1e6 ? value.toFixed(digits) : value.toExponential(1);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/**
 * Draws how columns go together: Pearson's correlation of each pair, from −1 to 1. Rows in which one of the
 * pair is missing are left out for that pair.
 *
 * @param columns - Numbers by name, all equally long.
 * @param options - Title.
 * @returns The chart; its description tells the strongest pair.
 * @throws ArgumentError when there are fewer than two columns.
 */
export function correlationChart(
  columns: Readonly<Record<string, Numbers>>,
  options: { title: string; height?: number },
): Chart {
  const names = Object.keys(columns ?? {});
  if (names.length < 2)
    throw cannot("draw correlations", { argument: "columns", must: "two columns or more", received: names });
  checkColumns(columns, "draw correlations");
  const lists = Object.values(columns);
  const values = lists.map((a, i) => lists.map((b, j) => (i === j ? 1 : correlation(a, b))));
  const chart = matrixChart(
    { values, rows: names, columns: names },
    {
      ...options,
      xTitle: "column",
      yTitle: "column",
      shading: "diverging",
      range: [-1, 1],
      valueTitle: "correlation",
    },
  );
  const pairs = names.flatMap((a, i) =>
    names.slice(i + 1).map((b, j) => ({ a, b, r: values[i]?.[i + 1 + j] as number })),
  );
  const known = pairs.filter(({ r }) => isNumber(r)).sort((p, q) => Math.abs(q.r) - Math.abs(p.r));
  const strongest = known[0]
    ? ` Strongest pair: ${known[0].a} and ${known[0].b} (${formatNumber(known[0].r)}).`
    : " No pair has a correlation.";
  const missing = lists.reduce((sum, values) => sum + extentOf(values).missing, 0);
  return chart.with({
    alt: `${options.title}. Correlations of ${names.length} columns: ${names.join(", ")}.${strongest}${describeMissing(missing)}`,
  });
}

/**
 * Pearson's correlation r = Σ(a − ā)(b − b̄) / √(Σ(a − ā)² · Σ(b − b̄)²) (Pearson, 1895).
 *
 * @param a - Numbers, [rows]; missing ones leave their row out.
 * @param b - Numbers, [rows].
 * @returns −1 to 1; NaN where a column is constant or fewer than two rows are whole.
 * @example
 * assert.equal(correlation([1, 2, 3], [2, 4, 6]), 1);
 */
export function correlation(a: Numbers, b: Numbers): number {
  const rows = Array.from({ length: a.length }, (_, i) => [a[i], b[i]] as const).filter(
    (pair): pair is readonly [number, number] => pair.every(isNumber),
  );
  // Very large numbers are brought down first, or their squares would overflow.
  const scale = (axis: 0 | 1) => rows.reduce((most, pair) => Math.max(most, Math.abs(pair[axis]) / 1e70), 1);
  const mean = (axis: 0 | 1) => rows.reduce((sum, pair) => sum + pair[axis] / scales[axis], 0) / rows.length;
  const scales = [scale(0), scale(1)] as const;
  const [ma, mb] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [x, y] of rows) {
    const [dx, dy] = [x / scales[0] - ma, y / scales[1] - mb];
    ab += dx * dy;
    aa += dx ** 2;
    bb += dy ** 2;
  }
  // Rounding can carry a perfect correlation a hair beyond 1.
  return aa === 0 || bb === 0 ? NaN : Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)));
}

/**
 * Draws where attention looks: a row for each answer, a column for each token that can be looked at.
 *
 * @param weights - Weights [queries, keys], each row adding up to 1.
 * @param options - Title; `queries` and `keys`: the tokens.
 * @returns The chart; its description tells where each query looks most.
 * @throws ShapeError when tokens and weights differ in number.
 */
export function attentionChart(
  weights: readonly Numbers[],
  options: {
    title: string;
    queries: readonly string[];
    keys: readonly string[];
    xTitle?: string;
    yTitle?: string;
    height?: number;
  },
): Chart {
  const { queries, keys, xTitle = "looked at", yTitle = "written", title, height } = options;
  const chart = matrixChart(
    { values: weights, rows: queries, columns: keys },
    { title, xTitle, yTitle, range: [0, 1], valueTitle: "weight", height },
  );
  const missing = weights.reduce((sum, row) => sum + extentOf(row).missing, 0);
  const descriptions = weights.map((row, i) => {
    const { count, argMax } = extentOf(row);
    return `${quoted(queries[i])} at ${count === 0 ? "nothing" : quoted(keys[argMax])}`;
  });
  return chart.with({
    alt: `${title}. Attention of ${queries.length} over ${keys.length} tokens. Each looks most at: ${descriptions.slice(0, 20).join(", ")}${descriptions.length > 20 ? ", …" : ""}.${describeMissing(missing)}`,
  });
}

/** An axis whose ticks are numbers and whose tick labels are the names, because names may repeat (the letters of a word). */
function columnKeys(names: readonly string[]): readonly (string | number)[] {
  return new Set(names).size === names.length ? names : names.map((_, i) => i);
}

function namedAxis(names: readonly string[]) {
  const plain = { showgrid: false, zeroline: false };
  if (new Set(names).size === names.length) return { ...plain, type: "category" };
  return {
    ...plain,
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => (name === " " ? "␣" : name)),
  };
}

function quoted(token: string | undefined): string {
  return `“${token === " " ? "space" : token}”`;
}
