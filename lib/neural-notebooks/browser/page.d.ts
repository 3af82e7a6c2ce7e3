/** What widgets of the page get: their model from anywidget, charts from the course's chart extension. */

/** The state of a widget, which the kernel and the page share. */
interface WidgetModel<State> {
  get<Key extends keyof State & string>(key: Key): State[Key];
  set<Key extends keyof State & string>(key: Key, value: State[Key]): void;
  save_changes(): void;
  on(event: `change:${keyof State & string}`, callback: () => void): void;
  off(event: `change:${keyof State & string}`, callback: () => void): void;
}

/** An axis of a chart that is drawn, as plotly.js keeps it. */
interface DrawnAxis {
  readonly range: readonly [number, number];
  /** Where the axis begins in the plot, and how long it is, in pixels. */
  readonly _offset: number;
  readonly _length: number;
  /** From a value to pixels along the axis, and back. */
  d2p(value: number): number;
  p2d(pixels: number): number;
}

/** The element into which plotly.js draws. */
interface DrawnPlot extends HTMLElement {
  /** There once plotly.js has drawn. */
  on?(event: "plotly_afterplot", callback: () => void): void;
  readonly _fullLayout?: { readonly xaxis?: Partial<DrawnAxis>; readonly yaxis?: Partial<DrawnAxis> };
}

/** A chart in an element of the page. */
interface PageChart {
  readonly plot: DrawnPlot;
  /** Draws a figure, or an update of it; `text` is the chart in words. */
  show(figure: object, text: string): void;
  dispose(): void;
}

interface Window {
  /** There once the chart extension has loaded. */
  neuralNotebooksCharts?: { readonly ChartView: new (host: HTMLElement) => PageChart };
}
