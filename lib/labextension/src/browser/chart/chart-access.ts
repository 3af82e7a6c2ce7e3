/** A chart for keyboard and screen reader: its words, keys, controls and data, around what plotly.js draws. */
import { chartTables } from "../../data-table/chart-tables";
import type { ChartTables } from "../../data-table/table-types";
import { chooseEntry, entryAt, frameLabel, type Choice } from "../control-entries";
import { frameNames, plainTitle, type NotebookFigure } from "../figure";
import type { FramePlayer } from "../frame-player";
import { describeHost, setOwnKeys, type HostParts } from "../host";
import { handleKey } from "../keyboard";
import { ControlAccess } from "./control-access";
import { DataPanel } from "./data-panel";
import { setDrawingRoles } from "./drawing-roles";
import { tracesWithBins } from "./drawn-bins";

export class ChartAccess {
  private readonly data = new DataPanel(() => this.tables());
  private readonly controls: ControlAccess;
  private figure: NotebookFigure = {};
  /** Whether plotly.js shows this figure, not yet the one before. */
  private isDrawn = false;

  /**
   * @param parts - The elements of the chart.
   * @param player - Plays its animation.
   */
  constructor(
    private readonly parts: HostParts,
    private readonly player: FramePlayer,
  ) {
    const { host, scroller, plot } = parts;
    this.controls = new ControlAccess(plot, (choice) => this.choose(choice));
    // Tab goes from the chart to its data, then to its controls, then to plotly's buttons.
    host.prepend(this.data.button);
    scroller.prepend(this.controls.node);
    host.after(this.data.panel);
    host.addEventListener("keydown", (event) => this.onKey(event));
    host.addEventListener("focus", () => setOwnKeys(host));
    player.onStop = () => this.announceStop();
  }

  /** Takes a figure that is still to be drawn, and what it shows in words. */
  describe(figure: NotebookFigure, text: string): void {
    this.figure = figure;
    this.isDrawn = false;
    describeHost(this.parts, { text, figure });
    // Not by the tables themselves: a chart of a running training changes many times a second.
    this.data.setAvailable([figure.data, figure.layout?.annotations].some((list) => list && list.length > 0));
  }

  /** What plotly.js has drawn gets its roles; controls and data follow it. */
  onDrawn(): void {
    this.isDrawn = true;
    setDrawingRoles(this.parts.plot, plainTitle(this.figure)?.trim() || "Chart");
    this.controls.update();
    this.data.refresh();
  }

  dispose(): void {
    this.data.dispose();
  }

  /** The numbers that are drawn now; those of the figure as long as nothing is drawn. */
  private tables(): ChartTables {
    const { figure, isDrawn } = this;
    const { plot } = this.parts;
    if (!isDrawn || !plot.data) return chartTables(figure);
    return chartTables({ data: tracesWithBins(plot), layout: plot.layout });
  }

  private announce(text: string): void {
    this.parts.live.textContent = text;
  }

  private announceStop(): void {
    const { frame } = this.player;
    if (frame !== undefined) this.announce(`Stopped at ${frameLabel(this.figure.layout ?? {}, frame)}`);
  }

  /** Does what an entry of a control does. */
  private async choose(choice: Choice): Promise<void> {
    const { player, figure } = this;
    const { plot } = this.parts;
    if (!plot.data) return;
    const names = frameNames(figure);
    const { method, args } = entryAt(plot, choice);
    const [target] = args;
    const isPlayback = method === "animate" && names.length > 0;
    if (isPlayback && (target === null || target === undefined)) {
      player.play(names, figure.layout);
      this.announce("Playing");
    } else if (isPlayback && Array.isArray(target) && target[0] === null) {
      player.stop();
    } else {
      if (isPlayback) player.isPlaying = false;
      await chooseEntry(plot, choice);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const { parts, player, data, figure } = this;
    // As long as plotly.js has drawn nothing, there is nothing to move.
    if (!parts.plot.data) return;
    handleKey(event, { parts, player, data, figure, announce: (text) => this.announce(text) });
  }
}
