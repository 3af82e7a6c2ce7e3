/** Turns many numbers into bars that count how many fall where. */
import { cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { axesLayout, type AxesOptions } from "./axes";
import { Chart } from "./chart";
import { isTypedArray, type Numbers } from "./figure";
import { colorOf } from "./theme";
import { checkColumns, counted, extentOf, formatNumber, isNumber, describeMissing } from "./alt-text";

/** How the counts are drawn. */
export interface HistogramOptions extends Omit<AxesOptions, "yTitle"> {
  /** What is counted (`"count"`). */
  yTitle?: string;
  /** Number of bars over the whole range (30). */
  bins?: number;
}

/** Counts of equally wide bins. */
export interface Bins {
  /** Left edge of the first bin. */
  readonly start: number;
  /** Width of each. */
  readonly width: number;
  readonly counts: readonly number[];
}

/**
 * Counts how many numbers fall into equally wide bins; the last bin takes its right edge too.
 *
 * @param values - Numbers; missing ones are not counted.
 * @param options - `bins` and the `range` they share.
 * @returns The counts.
 * @example
 * assert.deepEqual(binned([0, 1, 2, 3, 4], { bins: 2, range: [0, 4] }).counts, [2, 3]);
 */
export function binned(values: Numbers, options: { bins: number; range: readonly [number, number] }): Bins {
  const { bins, range } = options;
  const width = (range[1] - range[0]) / bins || 1;
  const counts = Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!isNumber(value) || value < range[0] || value > range[1]) continue;
    const bin = Math.min(bins - 1, Math.floor((value - range[0]) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { start: range[0], width, counts };
}

/**
 * Draws how numbers are spread; several named sets lie over each other with the same bins.
 *
 * @param values - Numbers, or named sets of them.
 * @param options - Title, axis name with unit, number of bins.
 * @returns The chart; its description tells count, mean and the fullest bin of each set.
 * @throws ArgumentError when nothing can be drawn.
 */
export function histogramChart(
  values: Numbers | Readonly<Record<string, Numbers>>,
  options: HistogramOptions,
): Chart {
  const verb = "draw a histogram";
  const several = !isTypedArray(values) && !Array.isArray(values);
  const sets = several ? (values as Readonly<Record<string, Numbers>>) : { values: values as Numbers };
  const entries = Object.entries(sets ?? {});
  if (entries.length === 0)
    throw cannot(verb, { argument: "values", must: "numbers, or named sets of them", received: values });
  for (const [name, numbers] of entries) checkColumns({ [name]: numbers }, verb);
  const { bins = 30, yTitle = "count", title, xTitle, height } = options ?? {};
  checkInteger(bins, { verb, argument: "bins", min: 1, max: 1000 });
  const layout = axesLayout({ title, xTitle, yTitle, height }, verb);
  const extents = entries.map(([, numbers]) => extentOf(numbers));
  const low = Math.min(...extents.map(({ min }) => min));
  const high = Math.max(...extents.map(({ max }) => max));
  const range = low === high ? ([low - 0.5, high + 0.5] as const) : ([low, high] as const);
  const tallies = entries.map(([, numbers]) => binned(numbers, { bins, range }));
  const traces = entries.map(([name], i) => {
    const { start, width, counts } = tallies[i] as Bins;
    return {
      type: "bar",
      name: several ? name : "",
      x: counts.map((_, bin) => start + (bin + 0.5) * width),
      y: counts,
      width,
      marker: {
        color: colorOf(i),
        opacity: several && entries.length > 1 ? 0.55 : 1,
        pattern: several ? { shape: ["", "/", "\\", "."][i % 4] as string, fillmode: "overlay" } : {},
      },
      showlegend: several,
      customdata: counts.map(
        (_, bin) => `${formatNumber(start + bin * width)} to ${formatNumber(start + (bin + 1) * width)}`,
      ),
      hovertemplate: "%{customdata}: %{y}<extra>%{fullData.name}</extra>",
    };
  });
  const description = entries.map(([name, numbers], i) =>
    describeSet(several ? `${name}: ` : "", { numbers, bins: tallies[i] as Bins }),
  );
  return new Chart(
    { data: traces, layout: { ...layout, barmode: "overlay", bargap: 0 } },
    { alt: `${title}. ${xTitle}. ${description.join(" ")}` },
  );
}

function describeSet(name: string, { numbers, bins }: { numbers: Numbers; bins: Bins }): string {
  const { min, max, count, missing } = extentOf(numbers);
  const mean =
    Array.from<number | null>(numbers)
      .filter(isNumber)
      .reduce((sum, value) => sum + value, 0) / count;
  const { argMax } = extentOf(bins.counts);
  const from = bins.start + argMax * bins.width;
  const peak =
    min === max
      ? ""
      : `, most (${bins.counts[argMax]}) between ${formatNumber(from)} and ${formatNumber(from + bins.width)}`;
  return `${name}${counted(count, "number")} from ${formatNumber(min)} to ${formatNumber(max)}, mean ${formatNumber(mean)}${peak}.${describeMissing(missing)}`;
}
