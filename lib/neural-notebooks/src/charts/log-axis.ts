/** Turns an axis into one by factors of ten: its ticks, and a note on the numbers that have no place on it. */
import { counted, formatNumber, isNumber } from "./alt-text";
import type { Layout } from "./figure";

/** What a logarithmic axis changes. */
export interface LogScale {
  /** Whether the axis is logarithmic. */
  readonly isLog: boolean;
  /** The axis' attributes; none where not one number is above zero, so that the axis counts evenly. */
  readonly axis: Layout;
  /** What cannot be shown: a few words for the chart, and a sentence for its description; empty where all can. */
  readonly note: string;
  readonly words: string;
}

/**
 * Makes an axis logarithmic. Zero and negative numbers have no logarithm and no place on it.
 *
 * @param values - What is drawn along the axis.
 * @param options - `letter` of the axis, `name`: what it shows.
 * @returns The axis' attributes, and a note on what is left out.
 */
export function logScale(
  values: readonly (number | null)[],
  { letter, name }: { letter: "x" | "y"; name: string },
): LogScale {
  const there = values.filter(isNumber);
  const lost = there.filter((value) => value <= 0).length;
  if (lost === 0)
    return { isLog: true, axis: { type: "log", ...logTicks(there, letter) }, note: "", words: "" };
  if (lost === there.length)
    return {
      isLog: false,
      axis: {},
      note: "No value is above 0: the axis is not logarithmic.",
      words: `No value of ${name} is above 0, so its axis is not logarithmic.`,
    };
  const are = lost === 1 ? "is 0 or negative and has" : "are 0 or negative and have";
  return {
    isLog: true,
    axis: { type: "log", ...logTicks(there, letter) },
    note: `${counted(lost, "value")} of 0 or less cannot be shown.`,
    words: `${counted(lost, "value")} of ${name} ${are} no place on a logarithmic axis.`,
  };
}

/** Notes over the plot, at its right. */
export function notesLayout(notes: readonly string[]): Layout {
  const text = notes.filter(Boolean).join("<br>");
  if (text === "") return {};
  const place = { x: 1, xref: "paper", xanchor: "right", y: 1, yref: "paper", yanchor: "bottom" };
  return { annotations: [{ ...place, text, showarrow: false, align: "right", font: { size: 12 } }] };
}

/** A tick of a logarithmic axis has at least this share of the axis to itself. */
const TICK_SHARE = 0.09;

/**
 * Few places along a logarithmic axis are its ticks themselves, as 4, 8, 16; over many powers of ten the powers are,
 * over less than two 1, 2 and 5 of each, and where those are too few plotly's own choice. Powers are written as 0.01
 * and 100 as long as they are short.
 */
function logTicks(values: readonly number[], letter: "x" | "y"): Layout {
  const places = [...new Set(values.filter((value) => value > 0))].sort((a, b) => a - b);
  const [first = 1] = places;
  const last = places[places.length - 1] ?? first;
  const decades = Math.log10(last) - Math.log10(first);
  const apart = places.every(
    (place, i) => i === 0 || Math.log10(place) - Math.log10(places[i - 1] as number) >= TICK_SHARE * decades,
  );
  if (letter === "x" && places.length > 1 && places.length <= 7 && apart)
    return { tickvals: places, ticktext: places.map(formatNumber) };
  const exponentformat = first >= 1e-4 && last <= 1e5 ? "none" : "power";
  const minor = { dtick: "D1", ticks: "inside", ticklen: 3 };
  if (decades >= 2) return { exponentformat, dtick: Math.ceil(decades / 6), minor };
  // plotly would write 5 for 0.5, in small figures.
  const round = roundNumbers(first, last);
  return round.length > 1 ? { tickvals: round, ticktext: round.map(formatNumber) } : { exponentformat };
}

/** How far a tick may lie outside of the numbers: the axis has that much room at its ends. */
const ROOM = 1.1;

/** 1, 2 and 5 times the powers of ten between two numbers, or shortly before and after them. */
function roundNumbers(first: number, last: number): number[] {
  const [lowest, highest] = [first / ROOM, last * ROOM];
  const [from, to] = [Math.floor(Math.log10(lowest)), Math.floor(Math.log10(highest))];
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return powers
    .flatMap((power) => [1, 2, 5].map((times) => Number(`${times}e${power}`)))
    .filter((number) => number >= lowest && number <= highest);
}
