/** The keys of a chart: arrow keys show other pictures or entries, space plays, Escape goes back to the notebook. */
import { chooseEntry, neighbourEntry, type ControlKind } from "./control-entries";
import { frameNames, type NotebookFigure } from "./figure";
import type { FramePlayer } from "./frame-player";
import type { PlotElement } from "./plotly";

/** A chart that is drawn. */
export interface DrawnChart {
  readonly host: HTMLElement;
  readonly plot: PlotElement;
  readonly figure: NotebookFigure;
  readonly player: FramePlayer;
  /** Has screen readers say a text. */
  readonly announce: (text: string) => void;
}

/** Does what a key asks for; the page does not see it then. */
export function handleKey(event: KeyboardEvent, chart: DrawnChart): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!animates(event.key, chart) && !chooses(event.key, chart) && !leavesChart(event.key, chart)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Keys of an animation. */
function animates(key: string, { figure, player }: DrawnChart): boolean {
  const names = frameNames(figure);
  if (names.length === 0) return false;
  if (key === " ") {
    player.playOrPause(names, figure.layout);
    return true;
  }
  const at = Math.max(0, names.indexOf(player.frame ?? ""));
  const last = names.length - 1;
  const moves = new Map([
    ["ArrowLeft", at - 1],
    ["ArrowRight", at + 1],
    ["Home", 0],
    ["End", last],
  ]);
  const move = moves.get(key);
  const name = move === undefined ? undefined : names[Math.min(last, Math.max(0, move))];
  if (name === undefined) return false;
  void player.show(name);
  return true;
}

const ENTRY_KEYS: ReadonlyMap<string, readonly [ControlKind, 1 | -1]> = new Map([
  ["ArrowDown", ["updatemenus", 1]],
  ["ArrowUp", ["updatemenus", -1]],
  ["ArrowRight", ["sliders", 1]],
  ["ArrowLeft", ["sliders", -1]],
] as const);

/** Keys of dropdowns and sliders. */
function chooses(key: string, { plot, announce }: DrawnChart): boolean {
  const [kind, step] = ENTRY_KEYS.get(key) ?? [];
  const neighbour = kind && step && neighbourEntry(plot, { kind, step });
  if (!neighbour) return false;
  if (neighbour !== "none") {
    void chooseEntry(plot, neighbour.choice).then(() => announce(neighbour.label));
  }
  return true;
}

function leavesChart(key: string, { host }: DrawnChart): boolean {
  if (key !== "Escape") return false;
  host.blur();
  host.closest<HTMLElement>(".jp-Notebook")?.focus();
  return true;
}
