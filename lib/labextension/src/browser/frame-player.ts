/** Shows the pictures of an animation by the keyboard, as its slider and buttons do. */
import { jumpOptions, playOptions } from "neural-notebooks/charts/rendering";
import type { FigureLayout } from "../responsive/figure-types";
import { isCalm } from "./chart/motion";
import { calmDuration } from "./figure";
import { loadedPlotly, type PlotElement } from "./plotly";

/** plotly's own duration of a picture, in milliseconds. */
const PLOTLY_DURATION = 500;

export class FramePlayer {
  /** The name of the picture that is shown, once one was. */
  frame: string | undefined;
  /** Whether pictures follow each other now. */
  isPlaying = false;
  /** Called where the pictures stop that followed each other; to tell of each of them would be a flood. */
  onStop: () => void = () => undefined;

  constructor(private readonly plot: PlotElement) {}

  /** Shows a picture at once. */
  show(name: string): Promise<unknown> {
    this.isPlaying = false;
    return this.jumpTo(name);
  }

  /** Shows the picture again that was shown, where a new layout has put another in its place. */
  async showAgain(): Promise<void> {
    if (this.frame !== undefined) await this.jumpTo(this.frame);
  }

  /**
   * Plays from the picture that is shown, from the start after the last one.
   *
   * @param names - All pictures in order.
   * @param layout - The figure's layout, whose first button tells how long a picture stays.
   */
  play(names: readonly string[], layout: FigureLayout | undefined): void {
    const at = Math.max(0, names.indexOf(this.frame ?? ""));
    const from = at === names.length - 1 ? 0 : at;
    const duration = isCalm() ? calmDuration(durationIn(layout)) : durationIn(layout);
    // A rejected promise means that the reader stopped it.
    loadedPlotly()
      .animate(this.plot, names.slice(from), playOptions(duration))
      .catch(() => undefined);
    // Set behind the call, in which plotly tells that what played before is interrupted.
    this.isPlaying = true;
  }

  /** Stops at the picture that is shown. */
  stop(): void {
    // plotly stops at a list that holds null, which its types do not know.
    const stop = [null] as unknown as string[];
    loadedPlotly()
      .animate(this.plot, stop, playOptions(0))
      .catch(() => undefined);
    this.end();
  }

  /** Follows what plotly.js shows, also by its own buttons; to be called once it has drawn. */
  watch(): void {
    const { plot } = this;
    plot.on?.("plotly_animatingframe", ({ name }) => (this.frame = name));
    plot.on?.("plotly_buttonclicked", ({ button: { method, args } }) => {
      const [target] = args ?? [];
      if (method === "animate" && (target === null || target === undefined)) this.isPlaying = true;
    });
    plot.on?.("plotly_animationinterrupted", () => this.end());
    plot.on?.("plotly_animated", () => this.end());
  }

  private end(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.onStop();
  }

  private jumpTo(name: string): Promise<unknown> {
    return loadedPlotly().animate(this.plot, [name], structuredClone(jumpOptions));
  }
}

function durationIn(layout: FigureLayout | undefined): number {
  const options = layout?.updatemenus?.[0]?.buttons?.[0]?.args?.[1];
  return (options as { frame?: { duration?: number } } | undefined)?.frame?.duration ?? PLOTLY_DURATION;
}
