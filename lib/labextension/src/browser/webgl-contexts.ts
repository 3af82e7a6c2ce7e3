/** Shares the WebGL contexts of a page among its charts: a page may hold 16, and each 3-D chart takes one. */

/** So many charts keep their context, in view or not. */
const MAX_CONTEXTS = 8;

/** A chart that takes a context. */
export interface ContextHolder {
  readonly visible: boolean;
  readonly busy: boolean;
  /** Gives the context back; called on charts that cannot be seen. */
  releaseContext(): void;
}

/** Charts that hold a context, in the order in which they were drawn. */
const holders = new Set<ContextHolder>();

/** Notes that a chart holds a context; those that were drawn longest ago give theirs back. */
export function noteContext(chart: ContextHolder): void {
  holders.delete(chart);
  holders.add(chart);
  for (const holder of holders) {
    if (holders.size <= MAX_CONTEXTS) break;
    if (!holder.visible && !holder.busy) holder.releaseContext();
  }
}

/** Notes that a chart has given its context back. */
export function forgetContext(chart: ContextHolder): void {
  holders.delete(chart);
}
