/** Turns events and their years into a time line. */
import { cannot } from "../../core/errors";
import { isList } from "../../core/is-list";
import { heightLayout, minimumWidth, titleLayout } from "../axes";
import { Chart } from "../chart";
import type { Trace } from "../figure";
import { colorOf } from "../theme";
import { checkText, counted, isNumber } from "../alt-text";

/** Something that happened. */
export interface TimelineEvent {
  readonly year: number;
  /** What, in a few words. */
  readonly what: string;
}

/**
 * Draws events along a line of years, above and below it, so that waits between them are seen and no label covers another.
 *
 * @param events - In the order of time.
 * @param options - Title, `height` (320, 440 where years stand so close that labels need a second row).
 * @returns The chart; its description tells each year and event.
 * @throws ArgumentError when there are fewer than two events, a year is not finite, or they are not in order.
 * @example
 * const chart = timelineChart([{ year: 1943, what: "logic" }, { year: 1957, what: "learning" }], { title: "Two steps" });
 * assert.match(chart.alt, /2 events: 1943 logic, 1957 learning/);
 */
export function timelineChart(
  events: readonly TimelineEvent[],
  options: { title: string; height?: number },
): Chart {
  const verb = "draw a time line";
  const { title, height } = options ?? {};
  const layout = titleLayout(title, verb);
  const years = checkYears(events, verb);
  const labels = events.map(({ year, what }, i) => {
    const text = checkText(what, { verb, argument: `events[${i}].what` });
    return `<b>${year}</b><br>${folded(text)}`;
  });
  const { heights, width } = arranged(years, labels);
  const highest = Math.max(...heights.map(Math.abs));
  const [from, to] = [years[0] as number, years.at(-1) as number];
  const margin = MARGIN * (to - from || 1);
  const data = tracesOf({ years, heights, labels, ends: [from - margin, to + margin] });
  const xaxis = { title: { text: "year" }, range: [from - margin, to + margin], showgrid: false };
  const yaxis = { visible: false, range: [-highest - 1.4, highest + 1.4], fixedrange: true };
  const description = events.map(({ year, what }) => `${year} ${what}`).join(", ");
  return new Chart(
    {
      data,
      layout: {
        ...layout,
        xaxis,
        yaxis,
        ...minimumWidth(width),
        ...heightLayout(height ?? 220 + 100 * highest),
      },
    },
    { alt: `${title}. ${counted(events.length, "event")}: ${description}.` },
  );
}

interface Placed {
  readonly years: readonly number[];
  readonly heights: readonly number[];
  readonly labels: readonly string[];
  readonly ends: readonly [number, number];
}

function tracesOf({ years, heights, labels, ends }: Placed): Trace[] {
  const grey = { color: "#7d8085", width: 2 };
  const still = { showlegend: false, hoverinfo: "skip" };
  return [
    { type: "scatter", mode: "lines", x: ends, y: [0, 0], line: grey, ...still },
    {
      type: "scatter",
      mode: "lines",
      x: years.flatMap((year) => [year, year, null]),
      y: years.flatMap((_, i) => [0, heights[i] as number, null]),
      line: grey,
      ...still,
    },
    {
      type: "scatter",
      mode: "markers+text",
      x: years,
      y: heights,
      text: labels,
      textposition: heights.map((height) => (height > 0 ? "top center" : "bottom center")),
      marker: { size: 12, color: colorOf(0) },
      cliponaxis: false,
      ...still,
    },
  ];
}

function checkYears(events: readonly TimelineEvent[], verb: string): number[] {
  if (!isList(events) || events.length < 2) {
    throw cannot(verb, { argument: "events", must: "two or more", received: events });
  }
  const years = events.map(({ year }) => year);
  const wrong = years.findIndex((year, i) => !isNumber(year) || (i > 0 && year < (years[i - 1] as number)));
  if (wrong >= 0) {
    const must = "a year, not before that of the event before";
    throw cannot(verb, { argument: `events[${wrong}].year`, must, received: years[wrong] });
  }
  return years;
}

/** Long labels of neighbours would run into each other: lines of about so many letters. */
const LINE = 14;

function folded(text: string): string {
  const lines = text.split(" ").reduce<string[]>((kept, word) => {
    const last = kept.at(-1);
    if (last === undefined || last.length + 1 + word.length > LINE) return [...kept, word];
    return [...kept.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines
    .join("<br>")
    .replace(/&/g, "&amp;")
    .replace(/<(?!br>)/g, "&lt;");
}

/** The share of the years that is left free at both ends. */
const MARGIN = 0.12;
/** About the width of a letter, and the space around the line, in pixels. */
const LETTER = 6.8;
const SIDES = 110;

/** Heights of all labels so that none covers another, and the smallest width of the chart at which that is possible. */
function arranged(years: readonly number[], labels: readonly string[]): { heights: number[]; width: number } {
  const halves = labels.map((label) => {
    const lines = label.replace(/<\/?b>/g, "").split("<br>");
    return (LETTER * Math.max(...lines.map((line) => line.length))) / 2;
  });
  const span = ((years.at(-1) as number) - (years[0] as number) || 1) * (1 + 2 * MARGIN);
  const widest = 60 + 85 * years.length;
  for (let width = 520; width < widest; width += 40) {
    const heights = placed({ at: years.map((year) => (year / span) * (width - SIDES)), halves });
    if (heights !== undefined) return { heights, width };
  }
  return { heights: years.map((_, i) => (i % 2 === 0 ? 1 : -1)), width: widest };
}

interface Labels {
  /** The middle of each label, in pixels from the left. */
  readonly at: readonly number[];
  /** Half of each label's width, in pixels. */
  readonly halves: readonly number[];
}

/** A height for each label, from left to right, with a step back where one finds no room; undefined when there is no way. */
function placed(labels: Labels, heights: readonly number[] = []): number[] | undefined {
  if (heights.length === labels.at.length) return [...heights];
  const side = (heights.at(-1) ?? -1) > 0 ? -1 : 1;
  for (const height of [1, 2.2].flatMap((row) => [row * side, -row * side])) {
    if (!isFree(labels, [...heights, height])) continue;
    const all = placed(labels, [...heights, height]);
    if (all !== undefined) return all;
  }
  return undefined;
}

/** Whether the last of the placed labels covers none of the others, and no stem runs through a label. */
function isFree({ at, halves }: Labels, heights: readonly number[]): boolean {
  const last = heights.length - 1;
  const height = heights[last] as number;
  return heights.slice(0, -1).every((other, i) => {
    const apart = (at[last] as number) - (at[i] as number);
    const [own, others] = [halves[last] as number, halves[i] as number];
    if (other === height) return apart > own + others;
    return other * height < 0 || apart > 4 + (Math.abs(other) < Math.abs(height) ? others : own);
  });
}
