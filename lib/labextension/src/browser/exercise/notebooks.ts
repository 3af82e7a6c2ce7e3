/** Joins cards with the notebooks of the page: which kernel answers a button, and which verdict has just come. */
import {
  EXERCISE_MIME,
  EXERCISE_TARGET,
  type CardContent,
  type CardReply,
  type CardRequest,
} from "neural-notebooks/grading/card-content";
import type { IopubMessage, Kernel, NotebookPanel, NotebookTracker } from "../jupyterlab";

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
const NO_NOTEBOOK = "The buttons work in the notebook itself, not in a copy of its output.";
const NO_ANSWER = "The kernel did not answer. Run the cell again, then press the button once more.";

/** How long an idle kernel may take to answer, and how often that is looked at, in ms. */
const IDLE_TIME = 5000;
const POLL_TIME = 50;

/** How long a verdict waits for its card to be drawn, in ms. */
const ARRIVAL_TIME = 3000;

const drawn = new Set<DrawnCard>();
const arrived = new Set<{ readonly panel: NotebookPanel; readonly content: CardContent }>();
let notebooks: NotebookTracker | undefined;

/** Watches all notebooks that are open, and those that will be. */
export function connectCards(tracker: NotebookTracker): void {
  notebooks = tracker;
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
  const panel = panelOf(host);
  if (!panel) return { problem: NO_NOTEBOOK };
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || request.card === undefined || kernel.status === "dead") return { problem: RUN_FIRST };
  if (kernel.status === "busy") onBusy();
  return sendRequest(kernel, request);
}

async function sendRequest(kernel: Kernel, request: Partial<CardRequest>): Promise<Outcome> {
  let outcome: Outcome | undefined;
  try {
    const comm = kernel.createComm(EXERCISE_TARGET);
    comm.onMsg = ({ content: { data } }) => {
      const { content } = data as CardReply;
      outcome ??= content ? { content } : { problem: RUN_FIRST };
    };
    // A kernel that was started since has no such target, and closes the comm at once.
    comm.onClose = () => (outcome ??= { problem: RUN_FIRST });
    comm.open(request);
  } catch {
    return { problem: NO_ANSWER };
  }
  // A kernel may first have to finish a long cell; one that is idle has had its chance.
  for (let idle = 0; !outcome && idle < IDLE_TIME; idle = kernel.status === "idle" ? idle + POLL_TIME : 0) {
    if (kernel.status === "dead" || kernel.status === "restarting") break;
    await new Promise((next) => setTimeout(next, POLL_TIME));
  }
  return outcome ?? { problem: NO_ANSWER };
}

function panelOf(host: HTMLElement): NotebookPanel | undefined {
  let found: NotebookPanel | undefined;
  notebooks?.forEach((panel) => {
    if (panel.node.contains(host)) found = panel;
  });
  return found;
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
