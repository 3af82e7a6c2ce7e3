/** The door of `training` to the live chart of a run, which the stage of charts draws. */
import type { FitCallback } from "../core/fit-callback";
import type { PlotChart } from "../frames/plots";

/** How the live chart is drawn. */
export interface LiveHistoryOptions {
  /** Which values get a panel, without `val_` (all that come). */
  metrics?: readonly string[];
  /** The chart's title. */
  title?: string;
  /** Updates a second at most (4); what comes between is drawn with the next. */
  updatesPerSecond?: number;
  /** Height in pixels (360). */
  height?: number;
}

/**
 * Makes a callback for `model.fit` that shows one chart and updates it in place; the same as `liveHistory` of `charts`,
 * which stands behind this stage in the flow and is therefore loaded by the package's own public name.
 *
 * @param options - Values to show, title, updates a second.
 * @returns To be handed to `model.fit(x, y, { callbacks: [liveHistory()] })`. After the run its `chart` is the last chart.
 * @throws ArgumentError when `updatesPerSecond` is not positive.
 */
export function liveHistory(
  options: LiveHistoryOptions = {},
): FitCallback & { readonly chart: PlotChart | undefined } {
  const charts = require("neural-notebooks/charts") as { liveHistory: typeof liveHistory };
  return charts.liveHistory(options);
}
