/** The keys of a chart: arrow keys show other pictures or entries, space plays, T opens the data, Escape goes back to the notebook. */
import { moveInToolbar } from "./chart/drawing-roles";
import type { DataPanel } from "./chart/data-panel";
import { chooseEntry, frameLabel, neighbourEntry, type ControlKind } from "./control-entries";
import { frameNames, type NotebookFigure } from "./figure";
import type { FramePlayer } from "./frame-player";
import type { HostParts } from "./host";

/** A chart that is drawn. */
export interface DrawnChart {
  readonly parts: HostParts;
  readonly figure: NotebookFigure;
  readonly player: FramePlayer;
  readonly data: DataPanel;
  /** Has screen readers say a text. */
  readonly announce: (text: string) => void;
}

/** Does what a key asks for; the page does not see it then. */
export function handleKey(event: KeyboardEvent, chart: DrawnChart): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const focused = event.target as HTMLElement;
  const isDone =
    (focused === chart.parts.host
      ? handleAtChart(event.key, chart)
      : handleInside(event.key, { focused, chart })) || handleAnywhere(event.key, { focused, chart });
  if (!isDone) return;
  event.preventDefault();
  event.stopPropagation();
}

function handleAtChart(key: string, chart: DrawnChart): boolean {
  return animates(key, chart) || chooses(key, chart) || scrolls(key, chart) || leavesChart(key, chart);
}

/** Keys of the buttons and controls in a chart, besides those that the browser gives them. */
function handleInside(key: string, { focused, chart }: { focused: HTMLElement; chart: DrawnChart }): boolean {
  if (key === "Escape") {
    chart.parts.host.focus();
    return true;
  }
  if (key === " " && focused.matches("input[type=range]")) return animates(key, chart);
  return moveInToolbar(key, focused);
}

/** Keys that do the same wherever the focus is in a chart. */
function handleAnywhere(
  key: string,
  { focused, chart }: { focused: HTMLElement; chart: DrawnChart },
): boolean {
  // A list looks for entries by their first letter.
  if (focused.tagName === "SELECT") return false;
  if (key === "?") {
    tellKeys(chart);
    return true;
  }
  if (key.toLowerCase() !== "t" || chart.data.button.hidden) return false;
  chart.data.toggle(focused);
  return true;
}

/** Shows the list of keys and reads it out, or puts it away. */
function tellKeys({ parts: { keys }, announce }: DrawnChart): void {
  keys.hidden = !keys.hidden;
  if (!keys.hidden) announce([...keys.children].map(({ textContent }) => textContent).join("; "));
}

/** Keys of an animation. */
function animates(key: string, { figure, player, announce }: DrawnChart): boolean {
  const names = frameNames(figure);
  if (names.length === 0) return false;
  if (key === " ") {
    if (player.isPlaying) player.stop();
    else {
      player.play(names, figure.layout);
      announce("Playing");
    }
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
  // A rejected promise means that the reader went on meanwhile.
  player.show(name).catch(() => undefined);
  announce(frameLabel(figure.layout ?? {}, name));
  return true;
}

const ENTRY_KEYS: ReadonlyMap<string, readonly [ControlKind, number]> = new Map([
  ["ArrowDown", ["updatemenus", 1]],
  ["ArrowUp", ["updatemenus", -1]],
  ["ArrowRight", ["sliders", 1]],
  ["ArrowLeft", ["sliders", -1]],
  ["Home", ["sliders", -Infinity]],
  ["End", ["sliders", Infinity]],
]);

/** Keys of dropdowns and sliders. */
function chooses(key: string, { parts: { plot }, announce }: DrawnChart): boolean {
  const [kind, step] = ENTRY_KEYS.get(key) ?? [];
  const neighbour = kind && step && neighbourEntry(plot, { kind, step });
  if (!neighbour) return false;
  if (neighbour !== "none") {
    void chooseEntry(plot, neighbour.choice).then(() => announce(neighbour.label));
  }
  return true;
}

/** Pixels by which an arrow key moves a chart that is wider than its place. */
const SCROLL = 60;

function scrolls(key: string, { parts: { host, scroller } }: DrawnChart): boolean {
  const step = { ArrowLeft: -SCROLL, ArrowRight: SCROLL }[key];
  if (step === undefined || !host.classList.contains("nn-chart-wide")) return false;
  scroller.scrollBy({ left: step });
  return true;
}

function leavesChart(key: string, { parts: { host, keys } }: DrawnChart): boolean {
  if (key !== "Escape") return false;
  if (!keys.hidden) {
    keys.hidden = true;
    return true;
  }
  host.blur();
  const cell = host.closest<HTMLElement>(".jp-Cell");
  (cell?.matches("[tabindex]") ? cell : host.closest<HTMLElement>(".jp-Notebook"))?.focus();
  return true;
}
