/** Lists the tensors that are alive by the cell that made them, so that a leak is found where it arises. */
import type { DataType } from "@tensorflow/tfjs-node";
import { displaySymbol, type Displayable, type MimeBundle } from "./display";
import { bytesText, tableBundle } from "./small-table";
import { tensorCounts, tensorOrigins } from "./tensor-origins";

/** So many shapes of one cell are written out; the others are counted. */
const SHAPES = 5;

/** Tensors of one cell that have shape and type in common. */
export interface TensorKind {
  readonly count: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly bytes: number;
}

/** The live tensors of one cell. */
export interface CellTensors {
  /** The number in `[3]:` beside the cell; `undefined` for what no cell made. */
  readonly cell: number | undefined;
  readonly count: number;
  readonly bytes: number;
  /** Grouped by shape and type, the most frequent first. */
  readonly kinds: readonly TensorKind[];
}

/** What {@link tensors} gives. */
export class LiveTensors implements Displayable {
  constructor(
    /** All live tensors. */
    readonly count: number,
    /** Bytes of their values; a reshaped copy counts again, as in `tf.memory()`. */
    readonly bytes: number,
    /** One entry per cell, in the order of the cells' numbers. */
    readonly cells: readonly CellTensors[],
  ) {}

  /** A table with a row per cell. */
  [displaySymbol](): MimeBundle {
    if (this.count === 0) return { "text/plain": "no live tensors" };
    const rows = this.cells.map(({ cell, count, bytes, kinds }) => [
      cell === undefined ? "no cell" : `[${cell}]`,
      kindsText(kinds),
      String(count),
      bytesText(bytes),
    ]);
    const sum = (key: "count" | "bytes"): number => this.cells.reduce((known, each) => known + each[key], 0);
    const others = this.count - sum("count");
    if (others > 0)
      rows.push([
        "?",
        "made before neural-notebooks was loaded",
        String(others),
        bytesText(this.bytes - sum("bytes")),
      ]);
    const total = ["total", "", String(this.count), bytesText(this.bytes)];
    return tableBundle({ head: ["cell", "shapes", "tensors", "size"], rows: [...rows, total], words: 2 });
  }
}

/**
 * Lists the live tensors by the cell that made them. A cell whose count grows each time it is run leaks: what it
 * makes belongs into `tf.tidy`, or needs a `dispose()`. Variables, such as the weights of a model, belong to the cell
 * that made them, whoever trains them.
 *
 * @returns Counts, shapes, types and bytes; nothing in it keeps a tensor alive.
 * @example
 * const before = tensors().count;
 * const x = tf.ones([2, 3]); // [2, 3]
 * assert.equal(tensors().count, before + 1);
 * x.dispose();
 * assert.equal(tensors().count, before);
 */
export function tensors(): LiveTensors {
  const origins = tensorOrigins();
  const byCell = new Map<number | undefined, Map<string, TensorKind>>();
  for (const { cell, shape, dtype, bytes } of origins) {
    const kinds = byCell.get(cell) ?? new Map<string, TensorKind>();
    byCell.set(cell, kinds);
    const key = `${dtype} ${shape.join()}`;
    const { count, bytes: sum } = kinds.get(key) ?? { count: 0, bytes: 0 };
    kinds.set(key, { count: count + 1, shape, dtype, bytes: sum + bytes });
  }
  const { count, bytes } = tensorCounts();
  const cells = [...byCell].map(([cell, kinds]) => summed(cell, [...kinds.values()]));
  cells.sort((a, b) => (a.cell ?? -1) - (b.cell ?? -1));
  return new LiveTensors(count, bytes, cells);
}

function summed(cell: number | undefined, kinds: TensorKind[]): CellTensors {
  const sum = (key: "count" | "bytes"): number => kinds.reduce((total, kind) => total + kind[key], 0);
  kinds.sort((a, b) => b.count - a.count);
  return { cell, count: sum("count"), bytes: sum("bytes"), kinds };
}

/** `3 × [2, 3] float32, 1 × [] int32`. */
function kindsText(kinds: readonly TensorKind[]): string {
  const shown = kinds
    .slice(0, SHAPES)
    .map(({ count, shape, dtype }) => `${count} × [${shape.join(", ")}] ${dtype}`);
  return kinds.length > SHAPES
    ? `${shown.join(", ")} and ${kinds.length - SHAPES} other shapes`
    : shown.join(", ");
}
