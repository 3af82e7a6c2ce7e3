/** Answers requests that a page sends to the kernel: each opens a comm, gets one reply, and is closed. */
import type { NotebookHost } from "./display";
import { liveHost } from "./widgets/model";

/** The kernel at which each target was registered; in tests there may be one after another. */
const connected = new Map<string, NotebookHost>();

/**
 * Answers all requests of one kind, from now on.
 *
 * @param target - The name by which the page asks.
 * @param answer - Gives the reply to a request, as JSON; what it throws becomes an empty reply.
 * @returns False where no page can ask: on stock tslab, in tests, in programs that run notebooks without a page.
 */
export function answerRequests(
  target: string,
  answer: (request: Readonly<Record<string, unknown>>) => object,
): boolean {
  const host = liveHost();
  if (!host?.registerTarget) return false;
  if (connected.get(target) === host) return true;
  connected.set(target, host);
  host.registerTarget(target, (channel, { data }) => {
    channel.send({ ...replyTo(answer, data) });
    channel.close();
  });
  return true;
}

function replyTo(
  answer: (request: Readonly<Record<string, unknown>>) => object,
  data: Readonly<Record<string, unknown>>,
): object {
  try {
    return answer(data);
  } catch {
    // The page says that the cell is to be run again.
    return {};
  }
}
