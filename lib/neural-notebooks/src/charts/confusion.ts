/** Turns a confusion matrix into a heat map of true against predicted classes. */
import { cannot } from "../core/errors";
import type { ConfusionMatrix } from "../evaluation/confusion";
import { counted, listed } from "./alt-text";
import { heightLayout, minimumWidth, titleLayout } from "./axes";
import { cellTexts, shadesOf } from "./cell-colors";
import { Chart } from "./chart";
import type { Layout, Trace } from "./figure";
import { colorOf } from "./theme";

/** How the matrix is drawn. */
export interface ConfusionChartOptions {
  /** The claim that the chart makes. */
  title: string;
  /** `"shares"` (default): each cell by its share of the row; `"mistakes"`: what was predicted rightly stays pale, and only mistakes have colour. */
  color?: "shares" | "mistakes";
  /** Height in pixels (by the number of classes). */
  height?: number;
}

const VERB = "draw the confusion matrix";

/**
 * Draws a confusion matrix: rows are true classes, columns predicted ones. Cells carry counts; their colour is
 * the share of the row, so that rare classes read as well as frequent ones.
 *
 * @param matrix - What `confusionMatrix` gives.
 * @param options - Title; `color`: what is coloured.
 * @returns The chart; its description tells the accuracy and the pairs that are mixed up most.
 * @throws ArgumentError when the title is missing or `color` is none of its two.
 */
export function confusionChart(matrix: ConfusionMatrix, options: ConfusionChartOptions): Chart {
  const { title, color = "shares", height = Math.max(360, 150 + matrix.names.length * 30) } = options ?? {};
  const layout = titleLayout(title, VERB);
  if (color !== "shares" && color !== "mistakes")
    throw cannot(VERB, { argument: "color", must: '"shares" or "mistakes"', received: color });
  const { counts, names } = matrix;
  // Of many classes most cells hold 0, and the others are read more easily without it.
  const written = (count: number) => (count === 0 && names.length > 5 ? "" : String(count));
  const texts = cellTexts({ x: names, y: names, text: counts.map((row) => row.map(written)) });
  const pairs = matrix
    .mostConfused({ count: 3 })
    .map((pair) => `${pair.fromName} taken for ${pair.toName} (${pair.count})`);
  const mixed = pairs.length === 0 ? "No row is mixed up." : `Mixed up most: ${listed(pairs)}.`;
  const accuracy = (100 * matrix.accuracy).toFixed(1);
  const alt = `${title}. ${counted(names.length, "class")}, ${matrix.correct} of ${counted(matrix.total, "row")} predicted rightly (${accuracy} %). ${mixed}`;
  return new Chart(
    {
      data: [cellsTrace(matrix, color), texts],
      layout: {
        ...layout,
        xaxis: classAxis("predicted"),
        yaxis: { ...classAxis("true"), autorange: "reversed" },
        ...minimumWidth(190 + 26 * names.length),
        ...heightLayout(height),
        shapes: color === "mistakes" ? diagonal(names.length) : [],
      },
    },
    { alt },
  );
}

function cellsTrace({ counts, shares, names }: ConfusionMatrix, color: "shares" | "mistakes"): Trace {
  const onlyMistakes = color === "mistakes";
  const percent = shares.map((row) => row.map((share) => 100 * share));
  const z = onlyMistakes ? percent.map((row, i) => row.map((value, j) => (i === j ? 0 : value))) : percent;
  // The worst mistake has the strongest colour, or nobody would see that 12 % are many.
  const top = onlyMistakes ? Math.max(1, ...z.flat()) : 100;
  return {
    type: "heatmap",
    x: names,
    y: names,
    z,
    text: counts.map((row) => row.map(String)),
    customdata: percent,
    zmin: 0,
    zmax: top,
    // Small shares must be seen beside large ones.
    colorscale: shadesOf(colorOf(onlyMistakes ? 1 : 0), { curve: 0.7 }),
    xgap: 1,
    ygap: 1,
    colorbar: { title: { text: onlyMistakes ? "mistakes,<br>% of row" : "% of row" } },
    hovertemplate: "true %{y}, predicted %{x}: %{text} (%{customdata:.1f} % of the row)<extra></extra>",
  };
}

function classAxis(title: string): Layout {
  return { title: { text: title }, type: "category", showgrid: false, zeroline: false };
}

/** What was predicted rightly gets an edge, since it has no colour. */
function diagonal(count: number): Layout[] {
  return Array.from({ length: count }, (_, i) => ({
    type: "rect",
    x0: i - 0.5,
    x1: i + 0.5,
    y0: i - 0.5,
    y1: i + 0.5,
    line: { width: 1 },
    opacity: 0.5,
  }));
}
