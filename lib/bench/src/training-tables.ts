/** Turns what the training bench measured into text: times, memory and losses, growth, and below them what a figure does not say. */
import { ratioToFastest, type Figure, type Figures } from "./alternate";
import { median, tableText } from "./table";

type Row = Readonly<Record<string, Figure>>;

/** An epoch with the course's callbacks: the others' plain epochs are what it is compared with. */
const OWN_MEASURE = " callbacks";

/**
 * One row for each operation, with the peers across.
 *
 * @param figures - As `alternate` gives them.
 */
export function timesTable(figures: Figures): string {
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
  return tableText(["ms", ...names, "ours ÷ fastest peer", "stock ÷ ours"], rows);
}

/** The same figures in time of all threads of a peer: what else the machine does counts for less in them. */
export function busyFigures(figures: Figures): Figures {
  const busy = (figure: Figure): Figure => {
    const times = (figure.details ?? []).flatMap(({ busyMs }) =>
      typeof busyMs === "number" ? [busyMs] : [],
    );
    return { ...figure, times, ms: times.length > 0 ? median(times) : undefined };
  };
  const row = (peers: Row): Row =>
    Object.fromEntries(Object.entries(peers).map(([name, figure]) => [name, busy(figure)]));
  return Object.fromEntries(Object.entries(figures).map(([operation, peers]) => [operation, row(peers)]));
}

/** One row for each model: memory of each peer, then its loss. */
export function memoryTable(memory: Figures, { times }: { times: Figures }): string {
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
  return tableText(
    ["", ...names.map((name) => `${name}, MB`), ...names.map((name) => `${name}, loss`)],
    rows,
  );
}

/** Ours beside the faster peer. */
export function growthTable(figures: Figures): string {
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
  return tableText(["ms per step", "ours", "faster peer", "which", "ours ÷ it"], rows);
}

/** For each figure: problems, a loss that did not fall, and the road by which a peer was fastest. */
export function notes(figures: Figures): string[] {
  const lines = Object.entries(figures).flatMap(([operation, row]) =>
    Object.entries(row).flatMap(([name, figure]) => notesOf(operation, name, { figure })),
  );
  const isRecurrent = Object.keys(figures).some((operation) => /^(gru|lstm) /.test(operation));
  if (isRecurrent)
    lines.push(
      "PyTorch's LSTM and GRU have two biases where the others have one, and its GRU resets after the recurrent product.",
    );
  return lines;
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
