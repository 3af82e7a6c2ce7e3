/** Turns lines, points and bars into tables: one row for each place on the shared axis, or one for each point. */
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";
import { axisName, axisOf, cellOf, cellsOf, listOf, nameOf, placesOf, type AxisFacts } from "./figure-values";
import type { Cell, DataBlock, DataColumn } from "./table-types";

/** The points of one trace. */
interface Series {
  readonly name: string;
  readonly key: AxisFacts;
  readonly value: AxisFacts;
  readonly keys: readonly Cell[];
  readonly values: readonly Cell[];
  /** Words that stand at the points, and words that a pointer over them shows. */
  readonly texts: readonly Cell[];
  readonly notes: readonly Cell[];
}

/** True for a trace of lines, points or bars in a plane. */
export function isPlanar({ type = "scatter" }: FigureTrace): boolean {
  return ["scatter", "scattergl", "bar", "waterfall", "funnel"].includes(type);
}

/**
 * Makes the tables of lines, points and bars.
 *
 * @param traces - Such traces, in the order of the figure.
 * @param layout - The figure's layout, whose axes give the heads.
 * @returns For each panel: traces that share their places side by side, the others below each other.
 */
export function pointTables(traces: readonly FigureTrace[], layout: FigureLayout): DataBlock[] {
  const panels = new Map<string, FigureTrace[]>();
  for (const trace of traces) {
    const panel = `${axisName(trace, "x")} ${axisName(trace, "y")}`;
    panels.set(panel, [...(panels.get(panel) ?? []), trace]);
  }
  return [...panels.values()].flatMap((panel) => {
    const names = namesOf(panel);
    const series = panel.map((trace, i) => seriesOf(trace, { layout, name: names[i] ?? "" }));
    return panelTables(series.filter(({ keys, values }) => keys.length + values.length > 0));
  });
}

/** The names of traces; the two edges of a band, which have one name, are told apart. */
function namesOf(traces: readonly FigureTrace[]): string[] {
  return traces.map((trace, i) => {
    const name = nameOf(trace);
    const isBelow = (upper: FigureTrace | undefined, lower: FigureTrace | undefined): boolean =>
      upper?.["fill"] === "tonexty" && lower !== undefined && nameOf(upper) === nameOf(lower);
    if (isBelow(trace, traces[i - 1])) return `${name} (upper)`;
    return isBelow(traces[i + 1], trace) ? `${name} (lower)` : name;
  });
}

function seriesOf(trace: FigureTrace, { layout, name }: { layout: FigureLayout; name: string }): Series {
  const isSideways = trace.type === "bar" && trace["orientation"] === "h";
  const [keyLetter, valueLetter] = isSideways ? (["y", "x"] as const) : (["x", "y"] as const);
  const count = Math.max(listOf(trace["x"]).length, listOf(trace["y"]).length);
  const bins = trace.type === "bar" && trace["width"] !== undefined ? wordsOf(trace["customdata"]) : [];
  const keys = bins.length === count ? bins : placesOf(trace, keyLetter, count);
  const values = placesOf(trace, valueLetter, count);
  const texts = wordsOf(trace["text"]);
  const notes = bins.length > 0 ? [] : wordsOf(trace["customdata"]);
  // A line is broken where there is neither place nor number.
  const kept = keys.flatMap((key, i) => (key === null && values[i] === null ? [] : [i]));
  const at = (list: readonly Cell[]): Cell[] => (list.length === 0 ? [] : kept.map((i) => list[i] ?? null));
  return {
    name,
    key: axisOf(layout, { trace, letter: keyLetter }),
    value: axisOf(layout, { trace, letter: valueLetter }),
    keys: at(keys),
    values: at(values),
    texts: at(texts),
    notes: at(notes),
  };
}

/** A list of words, one for each point; other lists are no words. */
function wordsOf(value: unknown): Cell[] {
  const list = listOf(value);
  return list.some((item) => typeof item === "string") ? list.map(cellOf) : [];
}

function panelTables(series: readonly Series[]): DataBlock[] {
  const clusters: Series[][] = [];
  const alone: Series[] = [];
  for (const one of series) {
    const isSingle = new Set(one.keys).size === one.keys.length && one.texts.length + one.notes.length === 0;
    if (!isSingle || !one.key.shown) {
      alone.push(one);
      continue;
    }
    const cluster = clusters.find(([first]) => first !== undefined && sharesPlaces(first, one));
    if (cluster) cluster.push(one);
    else clusters.push([one]);
  }
  const merged = clusters.filter(({ length }) => length > 1);
  const single = new Set([...alone, ...clusters.filter(({ length }) => length === 1).flat()]);
  const listed = series.filter((one) => single.has(one));
  return [...merged.map(sideBySide), ...(listed.length > 0 ? [belowEachOther(listed)] : [])].filter(
    ({ columns }) => columns.length > 0,
  );
}

/** Whether all places of one trace are places of the other. */
function sharesPlaces(a: Series, b: Series): boolean {
  const [few, many] = a.keys.length < b.keys.length ? [a, b] : [b, a];
  const known = new Set(many.keys);
  return few.keys.length > 0 && few.keys.every((key) => known.has(key));
}

function sideBySide(series: readonly Series[]): DataBlock {
  const [first] = series as [Series, ...Series[]];
  const keys = [...new Set(series.flatMap((one) => one.keys))];
  if (keys.every((key) => typeof key === "number")) keys.sort((a, b) => a - b);
  const columns = series.map((one, i): DataColumn => {
    const found = new Map(one.keys.map((key, at) => [key, one.values[at] ?? null]));
    return {
      head: one.name || `${one.value.title} ${i + 1}`,
      values: keys.map((key) => found.get(key) ?? null),
    };
  });
  return {
    title: first.value.title,
    columns: [{ head: first.key.title, values: keys }, ...columns],
    rowHeads: true,
  };
}

function belowEachOther(series: readonly Series[]): DataBlock {
  const [first] = series as [Series, ...Series[]];
  const all = (of: (one: Series) => readonly Cell[]): Cell[] =>
    series.flatMap((one) => one.keys.map((_, i) => of(one)[i] ?? null));
  const candidates: (DataColumn | false)[] = [
    series.length > 1 &&
      series.some(({ name }) => name !== "") && {
        head: "series",
        values: all((one) => one.keys.map(() => one.name)),
      },
    first.key.shown && { head: first.key.title, values: all(({ keys }) => keys) },
    first.value.shown && { head: first.value.title, values: all(({ values }) => values) },
    series.some(({ texts }) => texts.length > 0) && { head: "text", values: all(({ texts }) => texts) },
    series.some(({ notes }) => notes.length > 0) && { head: "note", values: all(({ notes }) => notes) },
  ];
  const columns = candidates.filter((column): column is DataColumn => column !== false);
  const title = series.length === 1 && first.name !== first.value.title ? first.name : "";
  return { title, columns };
}

/** The points of a trace in space. */
export function spaceTable(traces: readonly FigureTrace[], layout: FigureLayout): DataBlock {
  const [first] = traces as [FigureTrace, ...FigureTrace[]];
  const counts = traces.map((trace) => listOf(trace["z"]).length);
  const letters = (["x", "y", "z"] as const).map((letter): DataColumn => {
    const { title } = axisOf(layout, { trace: first, letter });
    return { head: title, values: traces.flatMap((trace) => cellsOf(trace[letter])) };
  });
  const names = traces.flatMap((trace, i) => Array<Cell>(counts[i] ?? 0).fill(nameOf(trace)));
  const words = traces.flatMap((trace, i) => {
    const own = wordsOf(trace["text"]).concat(wordsOf(trace["customdata"]));
    return Array.from({ length: counts[i] ?? 0 }, (_, at) => own[at] ?? null);
  });
  const columns = [
    ...(names.some((name) => name !== "") ? [{ head: "series", values: names }] : []),
    ...letters,
    ...(words.some((word) => word !== null) ? [{ head: "note", values: words }] : []),
  ];
  return { title: "", columns };
}
