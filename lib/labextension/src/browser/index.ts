/**
 * Draws the MIME type application/vnd.plotly.v1+json in JupyterLab, Notebook 7 and RISE. sources.ts bundles this file
 * into one script; Lumino's Widget comes from the page's shared packages, plotly.js at the first chart.
 */
import { ChartView } from "./chart-view";
import { makeExtensions } from "./extensions";
import { makeMimeExtension } from "./mime-extension";
import { registerExtension } from "./shared-scope";

// Widgets of the course draw their charts with it, too.
window.neuralNotebooksCharts = { ChartView };

registerExtension({ "./mimeExtension": makeMimeExtension, "./extension": makeExtensions });
