/** Loads plotly.js into the page, and types what the extension uses of it. */
import type * as PlotlyModule from "plotly.js-dist";
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";

/** plotly.js, as its script puts it into the page. */
export type Plotly = typeof PlotlyModule;
/** What plotly.js takes as traces, layout, configuration and frames. */
export type PlotlyData = PlotlyModule.Data[];
export type PlotlyLayout = Partial<PlotlyModule.Layout>;
export type PlotlyFrames = PlotlyModule.Frame[];
export type PlotlyConfig = Partial<PlotlyModule.Config>;

/** A bin of a histogram: its place, its edges as a pointer over it shows them, its count. */
export interface DrawnBin {
  readonly p?: number;
  readonly ph0?: number;
  readonly ph1?: number;
  readonly s?: number;
}

/** An event that the types of plotly.js do not know: a button of the chart was clicked. */
type OnButton = (
  event: "plotly_buttonclicked",
  callback: (click: {
    readonly button: { readonly method?: string; readonly args?: readonly unknown[] };
  }) => void,
) => void;

/** The element of a chart: once plotly.js has drawn into it, it has events and tells what is drawn. */
export interface PlotElement extends HTMLDivElement {
  on?: PlotlyModule.PlotlyHTMLElement["on"] & OnButton;
  data?: FigureTrace[];
  layout?: FigureLayout;
  /** What plotly worked out of each trace, such as the bins of a histogram. */
  readonly calcdata?: readonly (readonly DrawnBin[])[];
  /** plotly's own layout, with the defaults filled in. */
  _fullLayout?: {
    readonly width: number;
    readonly height: number;
    readonly xaxis?: Partial<DrawnAxis>;
    readonly yaxis?: Partial<DrawnAxis>;
    readonly scene?: { readonly _scene?: { getCamera(): object } };
    readonly [attribute: string]: unknown;
  };
}

declare global {
  interface Window {
    Plotly?: Plotly;
    /** The entry of a module loader such as require.js, where the page has one. */
    define?: unknown;
  }
}

/** The folder from which this script was loaded; known only while it runs first. */
const folder = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");

let loading: Promise<Plotly> | undefined;

/**
 * Loads plotly.js once a page; a failed load is tried again by the next chart.
 *
 * @returns The library.
 * @throws Error when the file cannot be loaded or is damaged.
 */
export function loadPlotly(): Promise<Plotly> {
  loading ??= addScript().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** plotly.js where a chart was drawn, so that it is there. */
export function loadedPlotly(): Plotly {
  if (!window.Plotly) throw new Error("plotly.js is not loaded");
  return window.Plotly;
}

function addScript(): Promise<Plotly> {
  return new Promise((resolve, reject) => {
    // A module loader on the page (require.js) would catch the library; hide it while the script runs.
    const { define } = window;
    window.define = undefined;
    const showLoader = () => {
      if (define === undefined) delete window.define;
      else window.define = define;
    };
    const script = document.createElement("script");
    script.src = folder + PLOTLY_FILE;
    script.onload = () => {
      showLoader();
      if (window.Plotly) resolve(window.Plotly);
      else reject(new Error("plotly.js is damaged"));
    };
    script.onerror = () => {
      showLoader();
      reject(new Error(`${PLOTLY_FILE} could not be loaded`));
    };
    document.head.append(script);
  });
}
