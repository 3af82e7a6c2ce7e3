/** Turns a confusion matrix into a heat map of true against predicted classes. */
import { Chart } from "./chart";
import { heightLayout, minimumWidth, titleLayout } from "./axes";
import type { ConfusionMatrix } from "../evaluation/confusion";
import { counted, listed } from "./alt-text";

/** How the matrix is drawn. */
export interface ConfusionChartOptions {
  /** The claim that the chart makes. */
  title: string;
  /** Height in pixels (by the number of classes). */
  height?: number;
}

/**
 * Draws a confusion matrix: rows are true classes, columns predicted ones. Cells carry counts; their colour is
 * the share of the row, so that rare classes read as well as frequent ones.
 *
 * @param matrix - What `confusionMatrix` gives.
 * @param options - Title.
 * @returns The chart; its description tells the accuracy and the pairs that are mixed up most.
 * @throws ArgumentError when the title is missing.
 */
export function confusionChart(matrix: ConfusionMatrix, options: ConfusionChartOptions): Chart {
  const { title, height = Math.max(360, 150 + matrix.names.length * 38) } = options;
  const layout = titleLayout(title, "draw the confusion matrix");
  const { counts, shares, names } = matrix;
  const trace = {
    type: "heatmap",
    x: names,
    y: names,
    z: shares.map((row) => row.map((share) => 100 * share)),
    text: counts.map((row) => row.map(String)),
    texttemplate: "%{text}",
    zmin: 0,
    zmax: 100,
    autocolorscale: true,
    xgap: 1,
    ygap: 1,
    colorbar: { title: { text: "% of row" } },
    hovertemplate: "true %{y}, predicted %{x}: %{text} (%{z:.1f} % of the row)<extra></extra>",
  };
  const pairs = matrix
    .mostConfused({ count: 3 })
    .map((pair) => `${pair.fromName} taken for ${pair.toName} (${pair.count})`);
  const mixed = pairs.length === 0 ? "No row is mixed up." : `Mixed up most: ${listed(pairs)}.`;
  const accuracy = (100 * matrix.accuracy).toFixed(1);
  const alt = `${title}. ${counted(names.length, "class")}, ${matrix.correct} of ${counted(matrix.total, "row")} predicted rightly (${accuracy} %). ${mixed}`;
  return new Chart(
    {
      data: [trace],
      layout: {
        ...layout,
        xaxis: { title: { text: "predicted" }, type: "category", showgrid: false },
        yaxis: { title: { text: "true" }, type: "category", autorange: "reversed", showgrid: false },
        ...minimumWidth(190 + 26 * names.length),
        ...heightLayout(height),
      },
    },
    { alt },
  );
}
