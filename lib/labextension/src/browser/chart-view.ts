/** One chart in one element of the page: draws the latest figure it was given, when it can be seen. */
import { DEFAULT_HEIGHT } from "neural-notebooks/charts/rendering";
import type { FigureLayout } from "../responsive/figure-types";
import { heightOf } from "../responsive/layout-parts";
import { responsiveFigure, type ResponsiveFigure } from "../responsive/responsive-figure";
import { ChartAccess } from "./chart/chart-access";
import { isCalm, onMotionChange } from "./chart/motion";
import { chooseEntry, chosenEntries, withSlidersAt } from "./control-entries";
import { frameNames, plainTitle, usesWebGL, withoutMotion, type NotebookFigure } from "./figure";
import { FramePlayer } from "./frame-player";
import { addFailureNote, prepareHost } from "./host";
import {
  loadPlotly,
  loadedPlotly,
  type PlotElement,
  type PlotlyConfig,
  type PlotlyData,
  type PlotlyFrames,
  type PlotlyLayout,
} from "./plotly";
import { addStyle } from "./style";
import { textWidth } from "./text-width";
import { currentTheme, onThemeChange, templateFor, type Theme } from "./theme";
import { chartConfig } from "./toolbar";
import { forgetContext, noteContext, type ContextHolder } from "./webgl-contexts";

/** Room in pixels for the bar below a chart that is scrolled sideways. */
const SCROLLBAR = 16;

/** A figure as it was drawn, and for what. */
interface Drawn {
  readonly figure: NotebookFigure;
  readonly config: PlotlyConfig;
  readonly theme: Theme;
  readonly width: number;
  /** Whether nothing moves in it. */
  readonly calm: boolean;
}

/** All charts of the page. */
const charts = new Set<ChartView>();
let pagePrepared = false;

/** Adds the style sheet and watches the theme, once for all charts. */
function preparePage(): void {
  if (pagePrepared) return;
  pagePrepared = true;
  addStyle();
  const drawAll = (): void => charts.forEach((chart) => void chart.drawPending());
  onThemeChange(drawAll);
  onMotionChange(drawAll);
}

/** Draws a figure and its updates into an element, for the element's width and the page's theme. */
export class ChartView implements ContextHolder {
  /** Where plotly.js draws. */
  readonly plot: PlotElement;
  busy = false;
  /** Whether the chart is in view; known only of charts that wait for it. */
  visible = true;
  private readonly host: HTMLElement;
  private readonly access: ChartAccess;
  private readonly player: FramePlayer;
  private readonly sizes: ResizeObserver;
  private views: IntersectionObserver | undefined;
  /** The latest figure. */
  private figure: NotebookFigure = {};
  /** The figure that is still to be drawn. */
  private pending: NotebookFigure | undefined;
  private drawn: Drawn | undefined;
  private text = "";
  private note: HTMLElement | undefined;
  private resizing = 0;
  private disposed = false;

  /** @param place - The element; the chart fills its width. */
  constructor(place: HTMLElement) {
    place.classList.add("nn-chart-output");
    const parts = prepareHost(place);
    this.host = parts.host;
    this.plot = parts.plot;
    this.player = new FramePlayer(parts.plot);
    this.access = new ChartAccess(parts, this.player);
    this.sizes = new ResizeObserver(() => this.onResize());
    this.sizes.observe(this.host);
    charts.add(this);
    preparePage();
  }

  /**
   * Takes a figure; where several come while one is drawn, only the last of them is drawn.
   *
   * @param figure - The figure as the notebook holds it; it is not changed.
   * @param text - The chart in words, where the figure does not tell.
   */
  show(figure: NotebookFigure, text: string): void {
    this.figure = figure;
    this.pending = figure;
    this.text = figure.layout?.meta?.alt || text || plainTitle(figure) || "Chart without a description";
    this.access.describe(figure, this.text);
    this.plot.style.height = "100%";
    // The height stands before plotly.js has come, so that the page does not jump.
    this.reserveSpace(this.layOut(figure));
    if (usesWebGL(figure)) this.drawWhenVisible();
    void this.drawPending();
  }

  /** Draws what is to be drawn: figures, then another width, then another theme. */
  async drawPending(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    // One after the other: a chart that takes another width must not bring back a figure that was replaced.
    for (let job = this.nextJob(); job; job = this.nextJob()) {
      try {
        await job();
      } catch (error) {
        this.fail(error);
      }
      this.observeSizeAgain();
    }
    // JupyterLab hides the page while it changes the theme, too shortly for the observer to see.
    if (this.host.clientWidth === 0) this.observeSizeAgain();
    this.busy = false;
  }

  /** Tells in the chart's place that it cannot be drawn, unless one is there. */
  fail(error: unknown): void {
    console.error("Neural Notebooks chart:", error);
    if (this.drawn) return;
    this.note?.remove();
    const message = error instanceof Error ? error.message : String(error);
    this.note = addFailureNote(this.host, { message, text: this.text });
  }

  releaseContext(): void {
    const scene = this.plot._fullLayout?.scene?._scene;
    // The view that the reader turned to comes back with the chart.
    if (scene) {
      const own = this.figure.layout?.["scene"] as object | undefined;
      const layout = { ...this.figure.layout, scene: { ...own, camera: scene.getCamera() } };
      this.figure = { ...this.figure, layout };
    }
    this.clear();
  }

  dispose(): void {
    this.disposed = true;
    charts.delete(this);
    this.sizes.disconnect();
    this.views?.disconnect();
    this.access.dispose();
    this.clear();
  }

  private clear(): void {
    forgetContext(this);
    if (this.drawn) loadedPlotly().purge(this.plot);
    this.drawn = undefined;
  }

  /** The figure as this width needs it. */
  private layOut(figure: NotebookFigure): ResponsiveFigure {
    return responsiveFigure(figure, { width: this.host.clientWidth, measure: textWidth });
  }

  private reserveSpace({ layout, minWidth }: ResponsiveFigure): void {
    const wide = minWidth > this.host.clientWidth;
    this.host.style.height = `${heightOf(layout) + (wide ? SCROLLBAR : 0)}px`;
    this.host.classList.toggle("nn-chart-wide", wide);
    this.plot.style.width = wide ? `${minWidth}px` : "";
  }

  /** Has the next frame tell the width: one that the page had for a moment only is not told of by itself. */
  private observeSizeAgain(): void {
    this.sizes.unobserve(this.host);
    if (!this.disposed) this.sizes.observe(this.host);
  }

  /** What is to be done now, if anything. */
  private nextJob(): (() => Promise<void>) | undefined {
    const width = this.host.clientWidth;
    if (!this.visible || width === 0 || this.disposed) return undefined;
    const { pending, drawn } = this;
    if (pending) {
      this.pending = undefined;
      return () => this.draw(pending);
    }
    if (!drawn) return undefined;
    if (this.hasOtherWidth(drawn) || drawn.calm !== isCalm()) return () => this.drawForWidth(drawn, width);
    if (this.hasOtherTheme(drawn)) return () => this.drawForTheme(drawn);
    return undefined;
  }

  /** Whether the chart was drawn for another width than its place has. */
  private hasOtherWidth({ width }: Drawn): boolean {
    return Math.abs(this.host.clientWidth - width) > 1;
  }

  /** Whether the chart has the colours of the other theme. */
  private hasOtherTheme({ figure, theme }: Drawn): boolean {
    return !figure.layout?.["template"] && theme !== currentTheme();
  }

  private async draw(figure: NotebookFigure): Promise<void> {
    const Plotly = await loadPlotly();
    if (this.disposed) return;
    const width = this.host.clientWidth;
    this.note?.remove();
    this.note = undefined;
    // While plotly.js was loading a newer figure may have come, or the chart was put away.
    if (width === 0) this.pending ??= figure;
    if (this.pending) return;
    const theme = currentTheme();
    const config = chartConfig(Plotly, figure.config);
    const next = this.layOut(figure);
    this.reserveSpace(next);
    // Plotly keeps and changes what it is given; the notebook's model must stay as it was saved.
    const data = structuredClone(next.data) as PlotlyData;
    const layout = layoutToDraw(next, { theme, width }) as PlotlyLayout;
    if (isAnimated(figure) || !this.drawn || isAnimated(this.drawn.figure)) {
      await this.drawAnew(figure, { data, layout, config });
    } else {
      await Plotly.react(this.plot, data, layout, config);
    }
    this.drawn = { figure, config, theme, width, calm: isCalm() };
    this.access.onDrawn();
    if (this.views) noteContext(this);
  }

  /** Frames cannot be exchanged safely while one is shown, so such a figure is built anew. */
  private async drawAnew(
    figure: NotebookFigure,
    parts: { data: PlotlyData; layout: PlotlyLayout; config: PlotlyConfig },
  ): Promise<void> {
    const Plotly = loadedPlotly();
    if (this.drawn) Plotly.purge(this.plot);
    const frames = structuredClone(figure.frames ?? []) as PlotlyFrames;
    await Plotly.newPlot(this.plot, { ...parts, frames });
    this.plot.on?.("plotly_afterplot", () => this.access.onDrawn());
    if (isAnimated(figure)) this.player.watch();
  }

  /** Only the template changes: slider, zoom and camera stay where they are. */
  private async drawForTheme(drawn: Drawn): Promise<void> {
    const theme = currentTheme();
    this.drawn = { ...drawn, theme };
    await loadedPlotly().relayout(this.plot, { template: templateFor(theme) });
  }

  /** Another width: the chart takes its layout, and shows again what the reader chose. */
  private async drawForWidth(drawn: Drawn, width: number): Promise<void> {
    const Plotly = loadedPlotly();
    this.drawn = { ...drawn, width, calm: isCalm() };
    const { figure, theme, config } = drawn;
    const next = this.layOut(figure);
    this.reserveSpace(next);
    const choices = chosenEntries(figure.layout, this.plot);
    const { frame } = this.player;
    const framed = frame !== undefined && frameNames(figure).includes(frame);
    const own = layoutToDraw(next, { theme, width });
    // plotly moves a slider when the picture changes; here the picture is the one that it was.
    const layout = framed ? withSlidersAt(own, frame) : own;
    // Not Plots.resize, whose promise may stay open for ever when the chart is hidden in between.
    await Plotly.react(this.plot, structuredClone(next.data) as PlotlyData, layout as PlotlyLayout, config);
    // A rejected promise means that the reader chose another picture meanwhile.
    if (framed && !this.disposed) await this.player.showAgain().catch(() => undefined);
    for (const choice of choices) if (!this.disposed) await chooseEntry(this.plot, choice);
  }

  private onResize(): void {
    if (this.host.clientWidth === 0) return;
    if (this.pending) void this.drawPending();
    else if (this.drawn && (this.hasOtherWidth(this.drawn) || this.hasOtherTheme(this.drawn))) {
      cancelAnimationFrame(this.resizing);
      this.resizing = requestAnimationFrame(() => void this.drawPending());
    }
  }

  /** A chart that takes a WebGL context is drawn when it comes into view. */
  private drawWhenVisible(): void {
    if (this.views) return;
    this.visible = false;
    this.views = new IntersectionObserver(([entry]) => {
      this.visible = entry?.isIntersecting ?? false;
      if (!this.visible) return;
      if (!this.drawn) this.pending ??= this.figure;
      void this.drawPending();
    });
    this.views.observe(this.host);
  }
}

function isAnimated({ frames = [] }: NotebookFigure): boolean {
  return frames.length > 0;
}

/** The layout that plotly.js gets; it is its own. */
function layoutToDraw(
  { layout, minWidth }: ResponsiveFigure,
  { theme, width }: { theme: Theme; width: number },
): FigureLayout {
  const own = structuredClone(layout);
  const complete = {
    ...own,
    template: own["template"] ?? templateFor(theme),
    // What the reader zoomed, hid or turned stays over an update.
    uirevision: own["uirevision"] ?? "keep",
    // Not plotly's autosize: it would measure the page at a time of its own.
    width: own.width ?? Math.max(width, minWidth),
    height: own.height ?? DEFAULT_HEIGHT,
  };
  return isCalm() ? withoutMotion(complete) : complete;
}
