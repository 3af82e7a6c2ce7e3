/** Joins cards with the notebooks of the page: which kernel answers a button, and which verdict has just come. */
import {
  EXERCISE_MIME,
  EXERCISE_TARGET,
  type CardContent,
  type CardReply,
  type CardRequest,
} from "neural-notebooks/grading/card-content";
import type { IopubMessage, NotebookPanel, NotebookTracker } from "../jupyterlab";
import { askKernel as ask, panelOf, type Problem } from "../kernel-requests";

/** A card that is drawn. */
export interface DrawnCard {
  readonly host: HTMLElement;
  readonly content: CardContent | undefined;
  /** Called once for a verdict that a run of this page has brought, not for one that was saved. */
  arrive(): void;
}

/** What came of a press. */
export type Outcome = { readonly content: CardContent } | { readonly problem: string };

const RUN_FIRST = "Run the cell first, so that its kernel knows your answer. Then the buttons work.";
const PROBLEMS: Readonly<Record<Problem, string>> = {
  unknown: RUN_FIRST,
  "no notebook": "The buttons work in the notebook itself, not in a copy of its output.",
  "no answer": "The kernel did not answer. Run the cell again, then press the button once more.",
};

/** How long a verdict waits for its card to be drawn, in ms. */
const ARRIVAL_TIME = 3000;

const drawn = new Set<DrawnCard>();
const arrived = new Set<{ readonly panel: NotebookPanel; readonly content: CardContent }>();

/** Watches all notebooks that are open, and those that will be. */
export function connectCards(tracker: NotebookTracker): void {
  const watch = (panel: NotebookPanel) =>
    panel.sessionContext.iopubMessage.connect((_, message) => noteArrival(panel, message));
  tracker.forEach((panel) => void watch(panel));
  tracker.widgetAdded.connect((_, panel) => void watch(panel));
}

/** Adds a card that is drawn. */
export function addCard(card: DrawnCard): void {
  drawn.add(card);
}

/** Takes a card away that is gone. */
export function removeCard(card: DrawnCard): void {
  drawn.delete(card);
}

/** To be called when cards have changed: one of them may show a verdict that has just come. */
export function matchArrivals(): void {
  for (const arrival of arrived) {
    const card = [...drawn].find(
      ({ host, content }) => arrival.panel.node.contains(host) && isSame(content, arrival.content),
    );
    if (!card) continue;
    arrived.delete(arrival);
    card.arrive();
  }
}

/**
 * Sends a press to the kernel of the notebook that shows the card.
 *
 * @param host - The card's element.
 * @param options - `request`: what is asked for; `onBusy`: called when the kernel has to finish something else first.
 * @returns The card's new content, or why there is none: in a saved notebook whose kernel does not know the card.
 */
export async function askKernel(
  host: HTMLElement,
  options: { request: Partial<CardRequest>; onBusy: () => void },
): Promise<Outcome> {
  const { request, onBusy } = options;
  // A saved card that no kernel has made has no name.
  if (request.card === undefined && panelOf(host)) return { problem: RUN_FIRST };
  const outcome = await ask<CardReply>(host, { target: EXERCISE_TARGET, request, onBusy });
  if ("problem" in outcome) return { problem: PROBLEMS[outcome.problem] };
  const { content } = outcome.reply;
  return content ? { content } : { problem: RUN_FIRST };
}

/** Keeps a right or wrong verdict that a run of this page has brought, until its card is drawn. */
function noteArrival(panel: NotebookPanel, { header, content }: IopubMessage): void {
  if (header.msg_type !== "display_data" && header.msg_type !== "execute_result") return;
  const { data } = content as { readonly data?: Readonly<Record<string, unknown>> };
  const card = data?.[EXERCISE_MIME] as CardContent | undefined;
  if (!card) return;
  const arrival = { panel, content: card };
  arrived.add(arrival);
  setTimeout(() => arrived.delete(arrival), ARRIVAL_TIME);
  matchArrivals();
}

function isSame(a: CardContent | undefined, b: CardContent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
