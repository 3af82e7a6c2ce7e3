/** Turns events and their years into a time line. */
import { cannot } from "../../core/errors";
import { isList } from "../../core/is-list";
import { heightLayout, minimumWidth, titleLayout } from "../axes";
import { Chart } from "../chart";
import { colorOf } from "../theme";
import { checkText, counted, isNumber } from "../alt-text";

/** Something that happened. */
export interface TimelineEvent {
  readonly year: number;
  /** What, in a few words. */
  readonly what: string;
}

/**
 * Draws events along a line of years, in turn above and below it, so that waits between them are seen.
 *
 * @param events - In the order of time.
 * @param options - Title, `height` (320).
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
  const { title, height = 320 } = options ?? {};
  const layout = titleLayout(title, verb);
  const years = checkYears(events, verb);
  const labels = events.map(({ year, what }, i) => {
    const text = checkText(what, { verb, argument: `events[${i}].what` });
    return `<b>${year}</b><br>${folded(text)}`;
  });
  const up = (i: number) => (i % 2 === 0 ? 1 : -1);
  const [from, to] = [years[0] as number, years.at(-1) as number];
  const margin = 0.12 * (to - from || 1);
  const grey = { color: "#7d8085", width: 2 };
  const still = { showlegend: false, hoverinfo: "skip" };
  const data = [
    { type: "scatter", mode: "lines", x: [from - margin, to + margin], y: [0, 0], line: grey, ...still },
    {
      type: "scatter",
      mode: "lines",
      x: years.flatMap((year) => [year, year, null]),
      y: years.flatMap((_, i) => [0, up(i), null]),
      line: grey,
      ...still,
    },
    {
      type: "scatter",
      mode: "markers+text",
      x: years,
      y: years.map((_, i) => up(i)),
      text: labels,
      textposition: years.map((_, i) => (up(i) > 0 ? "top center" : "bottom center")),
      marker: { size: 12, color: colorOf(0) },
      cliponaxis: false,
      ...still,
    },
  ];
  const xaxis = { title: { text: "year" }, range: [from - margin, to + margin], showgrid: false };
  const yaxis = { visible: false, range: [-2.4, 2.4], fixedrange: true };
  const description = events.map(({ year, what }) => `${year} ${what}`).join(", ");
  return new Chart(
    {
      data,
      layout: { ...layout, xaxis, yaxis, ...minimumWidth(60 + 85 * events.length), ...heightLayout(height) },
    },
    { alt: `${title}. ${counted(events.length, "event")}: ${description}.` },
  );
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
