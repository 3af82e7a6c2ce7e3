/** Products of matrices, one by one or in batches, with or without a bias and an activation. */
import { floatsOf, floatTensor, sizeOf, type CpuCall, type CpuKernels, type Tools } from "./cpu";
import { finishOf } from "./finish";
import { COLUMNS, ROWS } from "./product/tile";
import { heightOf, widthOf, type Matrix, type Workspace } from "./product/workspace";
import type { TensorInfo } from "../internals";

/** Floats of A that are copied at once: what the processor's second cache holds. */
const SHARE = 2 ** 17;
/** Rows of A for which B is not worth being laid out panel by panel. */
const FEW_ROWS = 64;

/** The kernels `BatchMatMul` and `_FusedMatMul`. */
export function matMulKernels(tools: Tools): CpuKernels {
  return {
    BatchMatMul: (call) => {
      const product = batchMatMul(call, tools);
      return product && floatTensor(call, product.shape, product.values);
    },
    _FusedMatMul: (call) => {
      const finish = finishOf(call, columnsOf(call));
      const product = finish && batchMatMul(call, tools, finish.bias);
      if (finish === undefined || product === undefined) return undefined;
      finish.activate(product.values);
      return floatTensor(call, product.shape, product.values);
    },
  };
}

function columnsOf({ inputs: { b }, attributes: { transposeB } }: CpuCall): number {
  return b?.shape.at(transposeB === true ? -2 : -1) ?? 0;
}

interface Product {
  readonly shape: number[];
  readonly values: Float32Array;
}

function batchMatMul(call: CpuCall, { tf, workspace }: Tools, bias?: Float32Array): Product | undefined {
  const { a, b } = call.inputs;
  const [aValues, bValues] = [floatsOf(call, a), floatsOf(call, b)];
  if (a === undefined || b === undefined || aValues === undefined || bValues === undefined) return undefined;
  const left = matrixOf(a, { values: aValues, transposed: call.attributes["transposeA"] === true });
  const right = matrixOf(b, { values: bValues, transposed: call.attributes["transposeB"] === true });
  // Matrices that do not fit together: the stock kernel knows what to say.
  if (left.columns !== right.rows || aValues.length * bValues.length === 0) return undefined;
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [aCount, bCount] = [sizeOf(aBatch), sizeOf(bBatch)];
  // The stock kernel takes wrong matrices where both batches are repeated; that is not for us to change.
  if (aCount !== 1 && bCount !== 1 && !tf.util.arraysEqual(aBatch, bBatch)) return undefined;
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const [rows, columns] = [left.rows, right.columns];
  const values = new Float32Array(sizeOf(batch) * rows * columns);
  for (let index = 0; index * rows * columns < values.length; index += 1) {
    multiply(workspace, {
      a: { ...left, at: aCount === 1 ? 0 : index * rows * left.columns },
      b: { ...right, at: bCount === 1 ? 0 : index * right.rows * columns },
      c: { values, at: index * rows * columns, rows, columns, rowStep: columns, columnStep: 1 },
      bias,
    });
  }
  return { shape: [...batch, rows, columns], values };
}

/** A tensor's first matrix, turned if that is asked for. */
function matrixOf(
  { shape }: TensorInfo,
  { values, transposed }: { values: Float32Array; transposed: boolean },
): Matrix {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return transposed
    ? { values, at: 0, rows: columns, columns: rows, rowStep: 1, columnStep: columns }
    : { values, at: 0, rows, columns, rowStep: columns, columnStep: 1 };
}

/** Each row of C = bias + its row of A·B, some rows of A at a time. */
function multiply(
  workspace: Workspace,
  { a, b, c, bias }: { a: Matrix; b: Matrix; c: Matrix; bias: Float32Array | undefined },
): void {
  const { values, columns: inner } = a;
  const share = Math.min(a.rows, Math.max(ROWS, Math.floor(SHARE / inner)));
  const width = widthOf(b.columns);
  const [aAt = 0, bAt = 0, cAt = 0, start = 0] = workspace.reserve([
    // The last tile may read some rows more.
    (share + ROWS - 1) * inner,
    width * inner,
    heightOf(share) * width,
    width,
  ]);
  const { floats } = workspace;
  floats.fill(0, start, start + width);
  if (bias) floats.set(bias, start);
  // Panel behind panel is read fastest, and costs more to write than few rows of A win back.
  const panelwise = a.rows > FEW_ROWS;
  const place = { bStep: panelwise ? COLUMNS : width, bPanel: panelwise ? inner * COLUMNS : COLUMNS };
  workspace.layOut(b, { to: bAt, ...place });
  const turned = a.columnStep !== 1;
  for (let first = 0; first < a.rows; first += share) {
    const rows = Math.min(share, a.rows - first);
    // Runs of neighbours: all rows in one piece, or, of a matrix that is turned, each column's part of them.
    const whole = !turned || rows === a.rows;
    const [runs, length] = whole ? [1, rows * inner] : [inner, rows];
    for (let run = 0; run < runs; run += 1) {
      const from = a.at + first * a.rowStep + run * a.columnStep;
      floats.set(values.subarray(from, from + length), aAt + run * length);
    }
    workspace.multiply({
      a: aAt,
      b: bAt,
      c: cAt,
      start,
      tiles: heightOf(rows) / ROWS,
      panels: width / COLUMNS,
      outer: 1,
      inner,
      aRow: turned ? 1 : inner,
      aStep: turned ? rows : 1,
      aJump: 0,
      ...place,
      cRow: width,
    });
    workspace.takeOut(cAt, { ...c, at: c.at + first * c.columns, rows });
  }
}
