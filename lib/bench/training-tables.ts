/** Prints what the training bench measured: times, memory and losses, growth, and below them what a figure does not say. */
import { ratioToFastest, type Figure, type Figures } from "./alternate";
import { printTable } from "./table";

type Row = Readonly<Record<string, Figure>>;

/** Who measures a course's `fit`: the others' epochs are what it is compared with. */
const OWN_MEASURE = " helper";

/**
 * Prints one row for each operation, with the peers across.
 *
 * @param figures - As `alternate` gives them.
 */
export function printTimes(figures: Figures): void {
  const names = peerNames(figures);
  const rows = Object.entries(figures).map(([operation, row]) => {
    const compared = comparable(figures, operation);
    return [
      operation,
      ...names.map((name) => formatMs(row[name]?.ms)),
      formatRatio(ratioToFastest(withoutStock(compared), "ours")),
      formatRatio(quotient(row["stock"]?.ms, row["ours"]?.ms)),
    ];
  });
  printTable(["ms", ...names, "ours ÷ fastest peer", "stock ÷ ours"], rows);
}

/** Prints one row for each model: memory of each peer, then its loss. */
export function printMemory(memory: Figures, { times }: { times: Figures }): void {
  const names = peerNames(memory);
  const rows = Object.entries(memory).map(([operation, row]) => {
    const model = operation.split(" ", 1)[0] ?? "";
    const losses = times[`${model} epoch`] ?? {};
    return [
      model,
      ...names.map((name) => formatNumber(lastDetail(row[name], "peakMB"), 0)),
      ...names.map((name) => formatNumber(lastDetail(losses[name], "last"), 4)),
    ];
  });
  printTable(["", ...names.map((name) => `${name}, MB`), ...names.map((name) => `${name}, loss`)], rows);
}

/** Prints ours beside the faster peer. */
export function printGrowth(figures: Figures): void {
  const rows = Object.entries(figures).map(([operation, row]) => {
    const others = Object.entries(row).filter(([name, { ms }]) => name !== "ours" && ms !== undefined);
    const [name, figure] = others.sort(([, a], [, b]) => (a.ms ?? 0) - (b.ms ?? 0))[0] ?? [];
    return [
      operation,
      formatMs(row["ours"]?.ms),
      formatMs(figure?.ms),
      name ?? "-",
      formatRatio(ratioToFastest(row, "ours")),
    ];
  });
  printTable(["ms per step", "ours", "faster peer", "which", "ours ÷ it"], rows);
}

/** Prints, for each figure, problems, a loss that did not fall, and the road by which a peer was fastest. */
export function printNotes(figures: Figures): void {
  const lines = Object.entries(figures).flatMap(([operation, row]) =>
    Object.entries(row).flatMap(([name, figure]) => notesOf(operation, name, { figure })),
  );
  if (lines.length > 0) process.stdout.write(`\n${lines.join("\n")}\n`);
  const operations = Object.keys(figures);
  if (operations.some((operation) => /^(gru|lstm) /.test(operation)))
    process.stdout.write(
      "PyTorch's LSTM and GRU have two biases where the others have one, and its GRU resets after the recurrent product.\n",
    );
}

function notesOf(operation: string, name: string, { figure }: { figure: Figure }): string[] {
  if (operation.endsWith(OWN_MEASURE) && figure.ms === undefined && figure.note?.includes("no such"))
    return [];
  const lines = figure.note ? [`* ${name}, ${operation}: ${figure.note}`] : [];
  const details = figure.details?.at(-1);
  if (!details) return lines;
  const [first, last] = [details["first"], details["last"]];
  const trains = !/ (evaluate|predict)/.test(operation);
  if (trains && typeof first === "number" && typeof last === "number" && last >= first)
    lines.push(`* ${name}, ${operation}: the loss went from ${first.toFixed(4)} to ${last.toFixed(4)}`);
  const roads = Object.entries((details["roads"] ?? {}) as Record<string, number>);
  if (roads.length > 1) {
    const tried = roads.map(([road, ms]) => `${road} ${formatMs(ms)}`).join("; ");
    lines.push(`* ${name}, ${operation}: by ${String(details["road"])} (best of short trials: ${tried})`);
  }
  return lines;
}

/** The row to compare within; the course's own `fit` stands beside the others' epochs. */
function comparable(figures: Figures, operation: string): Row {
  const row = figures[operation] ?? {};
  if (!operation.endsWith(OWN_MEASURE)) return row;
  const epochs = figures[operation.replace(OWN_MEASURE, " epoch")] ?? {};
  return { ...epochs, ours: row["ours"] as Figure };
}

function withoutStock(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== "stock"));
}

function peerNames(figures: Figures): string[] {
  return Object.keys(Object.values(figures)[0] ?? {});
}

function lastDetail(figure: Figure | undefined, key: string): unknown {
  return figure?.details?.at(-1)?.[key];
}

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

function formatNumber(value: unknown, digits: number): string {
  return typeof value === "number" ? value.toFixed(digits) : "-";
}

function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? "-" : `${ratio.toFixed(2)}×`;
}

function formatMs(ms: number | undefined): string {
  if (ms === undefined) return "-";
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(ms < 100 ? 1 : 0);
}
