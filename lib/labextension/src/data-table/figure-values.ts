/** Reads the lists, tables, titles and texts of a figure, plain or in Plotly's binary form, as values for a table. */
import { typedArrayClasses } from "neural-notebooks/charts/rendering";
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";
import type { Cell } from "./table-types";

type Numbers = ArrayLike<number>;

const READERS: Readonly<Record<string, new (bytes: ArrayBuffer) => Numbers>> = typedArrayClasses;

interface Binary {
  readonly dtype: string;
  readonly bdata: string;
  readonly shape?: string | number;
}

function isBinary(value: unknown): value is Binary {
  return typeof value === "object" && value !== null && "bdata" in value && "dtype" in value;
}

/** The sizes of a binary array of arrays, from the outside in. */
function shapeOf({ shape }: Binary): number[] {
  return shape === undefined ? [] : String(shape).split(",").map(Number);
}

function decoded({ dtype, bdata }: Binary): unknown[] {
  const Reader = READERS[dtype];
  if (!Reader) return [];
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  return Array.from(new Reader(bytes.buffer));
}

/** The items of a list: an array, a typed array or its binary form; nothing for all else. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Numbers);
  return isBinary(value) ? decoded(value) : [];
}

/** The rows of a list of lists. */
export function rowsOf(value: unknown): (readonly unknown[])[] {
  if (!isBinary(value)) return listOf(value).map(listOf);
  const [rows = 0] = shapeOf(value);
  const all = decoded(value);
  const width = rows > 0 ? all.length / rows : 0;
  return Array.from({ length: rows }, (_, row) => all.slice(row * width, (row + 1) * width));
}

/** Height and width of a picture, whose pixels may have channels. */
export function pictureSize(value: unknown): { height: number; width: number } {
  if (isBinary(value)) {
    const [height = 0, width = 0] = shapeOf(value);
    return { height, width };
  }
  const rows = listOf(value);
  return { height: rows.length, width: listOf(rows[0]).length };
}

/** A value as a cell; what no table can show is a gap. */
export function cellOf(value: unknown): Cell {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string") return plainText(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  return value instanceof Date ? value.toISOString() : null;
}

export function cellsOf(value: unknown): Cell[] {
  return listOf(value).map(cellOf);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", nbsp: " ", quot: '"' };

/** A text without Plotly's marks; what stands in bold on a line of its own heads the rest. */
export function plainText(text: string): string {
  return text
    .replace(/<\/b>\s*<br\s*\/?>/gi, ": ")
    .replace(/<br\s*\/?>\s*(?=<span)/gi, ". ")
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<[^<>]+>/g, "")
    .replace(/&(lt|gt|amp|nbsp|quot);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

/** The text of a title, which may stand alone or in an object. */
export function titleText(holder: unknown): string {
  const title = (holder as { title?: unknown } | null | undefined)?.title;
  const text = typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  return typeof text === "string" ? plainText(text) : "";
}

/** An axis of a trace. */
export interface AxisFacts {
  /** Its title; its letter where it has none. */
  readonly title: string;
  /** Whether its numbers are shown. */
  readonly shown: boolean;
  /** The words at its numbers. */
  readonly words: ReadonlyMap<unknown, Cell>;
}

/**
 * Finds an axis of a trace in the layout.
 *
 * @param layout - The figure's layout.
 * @param options - `trace`: the trace; `letter`: of the axis, `z` only in 3-D.
 */
export function axisOf(
  layout: FigureLayout,
  { trace, letter }: { trace: FigureTrace; letter: "x" | "y" | "z" },
): AxisFacts {
  const inScene = /^(surface|mesh3d|.*3d|volume|isosurface|cone|streamtube)$/.test(trace.type ?? "");
  const scene = layout[nameIn(trace, "scene") ?? "scene"] as Record<string, unknown> | undefined;
  const own = axisName(trace, letter);
  const axis = (inScene ? scene?.[`${letter}axis`] : layout[own]) as Record<string, unknown> | undefined;
  const { matches, visible, showticklabels } = axis ?? {};
  // A panel that shares the axis of another leaves title and numbers to it.
  const shared = typeof matches === "string" ? layout[matches.replace(letter, `${letter}axis`)] : undefined;
  const texts = listOf(axis?.["ticktext"]);
  const words = new Map(listOf(axis?.["tickvals"]).map((at, i) => [at, cellOf(texts[i])]));
  return {
    title: titleText(axis) || titleText(shared) || letter,
    shown: visible !== false && (showticklabels !== false || shared !== undefined),
    words,
  };
}

/** The name of an axis in the layout, such as `xaxis2`. */
export function axisName(trace: FigureTrace, letter: string): string {
  return (nameIn(trace, `${letter}axis`) ?? letter).replace(letter, `${letter}axis`);
}

function nameIn(trace: FigureTrace, attribute: string): string | undefined {
  const value = trace[attribute];
  return typeof value === "string" ? value : undefined;
}

/** A trace's name; empty where the author gave none. */
export function nameOf({ name = "" }: FigureTrace): string {
  return /^trace \d+$/.test(name) ? "" : plainText(name);
}

/** Places along an axis: those that a trace names, else steps from its start. */
export function placesOf(trace: FigureTrace, letter: "x" | "y", count: number): Cell[] {
  const given = cellsOf(trace[letter]);
  if (given.length > 0) return given.slice(0, Math.max(count, 0));
  const start = Number(trace[`${letter}0`] ?? 0);
  const step = Number(trace[`d${letter}`] ?? 1);
  return Array.from({ length: count }, (_, i) => start + i * step);
}
