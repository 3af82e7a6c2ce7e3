/** Sends a request to the kernel of the notebook in which an element stands, and waits for its one reply. */
import type { Kernel, NotebookPanel, NotebookTracker } from "./jupyterlab";

/** What came of a request: the reply, or why there is none. */
export type Outcome<Reply> = { readonly reply: Reply } | { readonly problem: Problem };

/**
 * Why there is no reply: the element stands in no notebook; its kernel does not know what it is asked for, because it was
 * started since; the kernel did not answer.
 */
export type Problem = "no notebook" | "unknown" | "no answer";

/** How long an idle kernel may take to answer, and how often that is looked at, in ms. */
const IDLE_TIME = 5000;
const POLL_TIME = 50;

let notebooks: NotebookTracker | undefined;

/** Tells which notebooks there are. */
export function connectRequests(tracker: NotebookTracker): void {
  notebooks = tracker;
}

/** The notebook in which an element stands. */
export function panelOf(host: HTMLElement): NotebookPanel | undefined {
  let found: NotebookPanel | undefined;
  notebooks?.forEach((panel) => {
    if (panel.node.contains(host)) found = panel;
  });
  return found;
}

/**
 * Asks the kernel by a comm of its own.
 *
 * @param host - The element.
 * @param options - `target`: the comm's; `request`: its data; `onBusy`: called when the kernel has to finish something first.
 * @returns The reply. An empty one means that the kernel does not know what it was asked for.
 */
export async function askKernel<Reply extends object>(
  host: HTMLElement,
  options: { target: string; request: object; onBusy?: () => void },
): Promise<Outcome<Reply>> {
  const panel = panelOf(host);
  if (!panel) return { problem: "no notebook" };
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || kernel.status === "dead") return { problem: "unknown" };
  if (kernel.status === "busy") options.onBusy?.();
  return send<Reply>(kernel, options);
}

async function send<Reply extends object>(
  kernel: Kernel,
  { target, request }: { target: string; request: object },
): Promise<Outcome<Reply>> {
  let outcome: Outcome<Reply> | undefined;
  try {
    const comm = kernel.createComm(target);
    comm.onMsg = ({ content: { data } }) => {
      const isEmpty = Object.keys(data).length === 0;
      outcome ??= isEmpty ? { problem: "unknown" } : { reply: data as Reply };
    };
    // A kernel that was started since has no such target, and closes the comm at once.
    comm.onClose = () => (outcome ??= { problem: "unknown" });
    comm.open(request);
  } catch {
    return { problem: "no answer" };
  }
  // A kernel may first have to finish a long cell; one that is idle has had its chance.
  for (let idle = 0; !outcome && idle < IDLE_TIME; idle = kernel.status === "idle" ? idle + POLL_TIME : 0) {
    if (kernel.status === "dead" || kernel.status === "restarting") break;
    await new Promise((next) => setTimeout(next, POLL_TIME));
  }
  return outcome ?? { problem: "no answer" };
}
