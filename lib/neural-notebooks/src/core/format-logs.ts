/** Writes losses and metrics in one line. */

/** Loss and metrics by name, e.g. `{ loss: 0.4, acc: 0.85, val_loss: 0.5, val_acc: 0.82 }`. */
export type Logs = Readonly<Record<string, number>>;

/**
 * Writes loss and metrics in one line.
 *
 * @param logs - Values by name.
 * @example
 * assert.equal(formatLogs({ loss: 0.41239, acc: 0.85 }), "loss 0.4124, acc 0.8500");
 */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(", ");
}

function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return value.toExponential(2);
  return size >= 100 ? value.toFixed(1) : value.toFixed(4);
}
