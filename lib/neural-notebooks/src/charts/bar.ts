/** Turns one number for each category into bars, side by side for several series. */
import { cannot } from "../core/errors";
import { Chart } from "./chart";
import { axesLayout, minimumWidth, longestText, type AxesOptions } from "./axes";
import type { Labels, Layout, Numbers } from "./figure";
import { withGaps } from "./gaps";
import { colorOf } from "./theme";
import {
  checkColumns,
  checkLabels,
  extentOf,
  formatNumber,
  isNumber,
  labelText,
  describeMissing,
} from "./alt-text";

/** Bars to draw. */
export interface BarData {
  /** The categories, in the order to draw. */
  categories: Labels;
  /** A height for each category, or several named series of them. */
  values: Numbers | Readonly<Record<string, Numbers>>;
}

/** How bars are drawn. */
export interface BarOptions extends AxesOptions {
  /** `"vertical"` (the default) bars stand, `"horizontal"` ones lie: better for long names. */
  direction?: "vertical" | "horizontal";
  /** The ends of the values' axis, so that several charts can be compared (by the values). */
  range?: readonly [number, number];
  /** Whether each bar carries its number (`false`). */
  numbers?: boolean;
}

/**
 * Draws bars from zero. A missing value leaves a gap.
 *
 * @param data - Categories and their values.
 * @param options - Title and axis names with units; of lying bars, too, `yTitle` names the values' axis as drawn.
 * @returns The chart.
 * @throws ArgumentError when nothing can be drawn or a title is missing.
 * @throws ShapeError when there is not one value a category.
 * @example
 * const chart = barChart({ categories: ["cat", "dog"], values: [3, 5] }, { title: "Pets", xTitle: "kind", yTitle: "count" });
 * assert.match(chart.alt, /most: dog \(5\), least: cat \(3\)/);
 */
export function barChart(data: BarData, options: BarOptions): Chart {
  const verb = "draw bars";
  const { categories, values } = data ?? {};
  const series = isSeries(values) ? values : { values };
  checkColumns(series, verb);
  for (const [name, numbers] of Object.entries(series)) {
    checkLabels(categories, { verb, argument: "categories", rows: numbers.length, rowsName: name });
  }
  const base = axesLayout(options, verb);
  const { title, direction = "vertical", range, numbers: numbered = false } = options;
  const names = Array.from<string | number | boolean | null, string>(categories, labelText);
  // Bars of one name would stand on top of each other, as high as their sum.
  const repeats = new Set(names).size < names.length;
  const keys = repeats ? names.map((_, i) => i) : names;
  const lying = direction === "horizontal";
  const several = isSeries(values);
  const traces = Object.entries(series).map(([name, numbers], i) => ({
    type: "bar",
    name: several ? name : "",
    orientation: lying ? "h" : "v",
    [lying ? "y" : "x"]: keys,
    [lying ? "x" : "y"]: withGaps(numbers),
    marker: { color: colorOf(i) },
    showlegend: several,
    ...(numbered ? numbersOn(numbers) : {}),
    ...(repeats ? { customdata: names } : {}),
    hovertemplate: hoverOf({ lying, repeats }),
  }));
  const named = repeats ? { tickvals: keys, ticktext: names } : { type: "category" };
  // Lying bars count from below; readers from the top.
  const categoryAxis = lying
    ? { yaxis: { ...(base["yaxis"] as object), ...named, autorange: "reversed" } }
    : { xaxis: { ...(base["xaxis"] as object), ...named } };
  const description = Object.entries(series).map(([name, numbers]) =>
    describeSeries(several ? `${name} ` : "", { names, numbers }),
  );
  return new Chart(
    {
      data: traces,
      layout: {
        ...base,
        ...categoryAxis,
        ...valueEnds(range, { axes: base, lying }),
        barmode: "group",
        ...(lying ? minimumWidth(240 + longestText(names)) : {}),
      },
    },
    { alt: `${title}. ${description.join(" ")}` },
  );
}

/** The number of each bar, at its end. */
function numbersOn(numbers: Numbers): object {
  const text = Array.from(numbers, (value) => (isNumber(value) ? formatNumber(value).replace("-", "−") : ""));
  return { text, texttemplate: "%{text}", textposition: "outside", textangle: 0, cliponaxis: false };
}

/** The axis of the values, where its ends are given. */
function valueEnds(range: BarOptions["range"], { axes, lying }: { axes: Layout; lying: boolean }): Layout {
  if (!range) return {};
  if (!(range[0] < range[1] && range.every(isNumber)))
    throw cannot("draw bars", {
      argument: "range",
      must: "two finite numbers, the smaller first",
      received: range,
    });
  const name = lying ? "xaxis" : "yaxis";
  return { [name]: { ...(axes[name] as object), range: [...range] } };
}

function hoverOf({ lying, repeats }: { lying: boolean; repeats: boolean }): string {
  const [place, height] = lying ? ["y", "x"] : ["x", "y"];
  return `%{${repeats ? "customdata" : place}}: %{${height}}<extra>%{fullData.name}</extra>`;
}

/** Few bars are all told; of many, the extremes. */
function describeSeries(name: string, data: { names: readonly string[]; numbers: Numbers }): string {
  const { names, numbers } = data;
  const { argMax, argMin, missing } = extentOf(numbers);
  const at = (i: number) => `${names[i]} (${formatNumber(numbers[i] as number)})`;
  const gap = describeMissing(missing);
  if (argMax === argMin)
    return `${name}${names.length} bars, all ${formatNumber(numbers[argMax] as number)}.${gap}`;
  return `${name}${names.length} bars; most: ${at(argMax)}, least: ${at(argMin)}.${gap}`;
}

function isSeries(values: BarData["values"]): values is Readonly<Record<string, Numbers>> {
  return (
    typeof values === "object" && values !== null && !Array.isArray(values) && !ArrayBuffer.isView(values)
  );
}
