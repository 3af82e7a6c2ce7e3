/** plotly's configuration for all charts: what its bar of buttons offers, and what it may never do. */
import { privateConfig } from "neural-notebooks/charts/rendering";
import { plainTitle } from "./figure";
import type { PlotElement, Plotly, PlotlyConfig } from "./plotly";
import { backgroundColor } from "./theme";

/** What a figure's own configuration may change. */
const DEFAULTS: PlotlyConfig = {
  displaylogo: privateConfig.displaylogo,
  scrollZoom: false,
  modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d"],
};

/** What no figure may change: a learner's data stay here, and the chart takes its size from the extension. */
const FORCED = {
  responsive: false,
  showSendToCloud: privateConfig.showSendToCloud,
  showEditInChartStudio: false,
  plotlyServerURL: "",
};

type ModeBarButton = Extract<NonNullable<PlotlyConfig["modeBarButtonsToAdd"]>[number], object>;

let pictureButton: ModeBarButton | undefined;

/**
 * The configuration of a chart.
 *
 * @param Plotly - plotly.js.
 * @param own - The figure's own configuration.
 */
export function chartConfig(Plotly: Plotly, own: object | undefined): PlotlyConfig {
  // One button for all charts: a new one at each update would be a changed configuration, for which plotly builds the chart anew.
  pictureButton ??= makePictureButton(Plotly);
  return { ...DEFAULTS, modeBarButtonsToAdd: [pictureButton], ...own, ...FORCED };
}

/** plotly's own button saves a see-through picture, unreadable where the ground is another. */
function makePictureButton(Plotly: Plotly): ModeBarButton {
  const click = (element: HTMLElement) => {
    const plot = element as PlotElement;
    const { width = null, height = null } = plot._fullLayout ?? {};
    const layout = { ...plot.layout, paper_bgcolor: backgroundColor() };
    const filename = (plainTitle(plot) || "chart").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
    const options = { format: "png", scale: 2, width, height, filename } as const;
    type Figure = Exclude<Parameters<Plotly["downloadImage"]>[0], string | HTMLElement>;
    void Plotly.downloadImage({ data: plot.data, layout } as unknown as Figure, options);
  };
  return { name: "picture", title: "Download as a picture", icon: Plotly.Icons.camera, click };
}
