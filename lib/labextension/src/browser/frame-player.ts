/** Shows the pictures of an animation by the keyboard, as its slider and buttons do. */
import { jumpOptions, playOptions } from "neural-notebooks/charts/rendering";
import type { FigureLayout } from "../responsive/figure-types";
import { loadedPlotly, type PlotElement } from "./plotly";

/** plotly's own duration of a picture, in milliseconds. */
const PLOTLY_DURATION = 500;

export class FramePlayer {
  /** The name of the picture that is shown, once one was. */
  frame: string | undefined;
  private playing = false;

  constructor(private readonly plot: PlotElement) {}

  /** Shows a picture at once. */
  show(name: string): Promise<unknown> {
    this.playing = false;
    return this.jumpTo(name);
  }

  /** Shows the picture again that was shown, where a new layout has put another in its place. */
  async showAgain(): Promise<void> {
    if (this.frame !== undefined) await this.jumpTo(this.frame);
  }

  /**
   * Plays from the picture that is shown, from the start after the last one; or stops.
   *
   * @param names - All pictures in order.
   * @param layout - The figure's layout, whose first button tells how long a picture stays.
   */
  playOrPause(names: readonly string[], layout: FigureLayout | undefined): void {
    const Plotly = loadedPlotly();
    if (this.playing) {
      this.playing = false;
      // plotly stops at a list that holds null, which its types do not know.
      const stop = [null] as unknown as string[];
      Plotly.animate(this.plot, stop, playOptions(0)).catch(() => undefined);
      return;
    }
    this.playing = true;
    const at = Math.max(0, names.indexOf(this.frame ?? ""));
    const from = at === names.length - 1 ? 0 : at;
    Plotly.animate(this.plot, names.slice(from), playOptions(durationIn(layout))).then(
      () => {
        this.playing = false;
      },
      // A rejected promise means that the reader stopped it.
      () => undefined,
    );
  }

  private jumpTo(name: string): Promise<unknown> {
    return loadedPlotly().animate(this.plot, [name], structuredClone(jumpOptions));
  }
}

function durationIn(layout: FigureLayout | undefined): number {
  const options = layout?.updatemenus?.[0]?.buttons?.[0]?.args?.[1];
  return (options as { frame?: { duration?: number } } | undefined)?.frame?.duration ?? PLOTLY_DURATION;
}
