/** Recurrent layers over time: the whole LSTM as one operation of TensorFlow, other cells step by step. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { activate } from "./activation";
import { add, count, multiply, subtract } from "./basic";
import { biasAdd, matMul } from "./linear";
import { output } from "../graph/nodes";
import { rowSplits, splitRows, concatRows, pack, split, unpack } from "./split-concat";
import type { Program, Value } from "./program";
import { concat, reshape, transpose } from "./shape";
import { partsFor } from "./workers";

/** Weights and settings of a cell; gates lie side by side in the last axis, in tfjs' order. */
export interface Cell {
  readonly kind: "simple" | "lstm" | "gru";
  readonly units: number;
  /** [features, gates · units] */
  readonly kernel: Value;
  /** [units, gates · units] */
  readonly recurrent: Value;
  /** [gates · units] */
  readonly bias: Value | undefined;
  readonly activation: string;
  readonly gateActivation: string;
}

/**
 * Runs a cell over time, from a state of zeros.
 *
 * @param x - [batch, steps, features] with known steps and features.
 * @param options - `cell`; `sequences`: every step's output, not the last one's.
 * @returns [batch, units], or [batch, steps, units].
 */
export function recurrent(
  p: Program,
  x: Value,
  { cell, sequences }: { cell: Cell; sequences: boolean },
): Value {
  const inTime = (part: Value, through: (part: Value) => Value): Value => {
    const outputs = through(transpose(p, part, [1, 0, 2]));
    return sequences ? transpose(p, outputs, [1, 0, 2]) : outputs;
  };
  if (!isFused(cell)) return inTime(x, (part) => unrolled(p, part, { cell, sequences }));
  const [, steps, features] = x.shape as [number | null, number, number];
  const weights = concat(p, [cell.kernel, cell.recurrent], 0);
  const bias = cell.bias ?? p.value(zeros(p, [4 * cell.units]), [4 * cell.units]);
  const fused = (part: Value): Value =>
    inTime(part, (each) => blockLstm(p, each, { weights, bias, sequences }));
  // TensorFlow's operation keeps to one thread.
  const work = steps * (features + cell.units) * 4 * cell.units;
  const parts = partsFor(p, { work, least: MIN_MULTIPLICATIONS });
  if (parts === 1) return fused(x);
  const splits = rowSplits(p, x, parts);
  return concatRows(p, splitRows(p, x, splits).map(fused), splits);
}

/** So many multiplications take about 0.2 ms, there and back. */
const MIN_MULTIPLICATIONS = 1.5e6;

/** Whether TensorFlow has one operation for all steps of a cell. */
export function isFused({ kind, activation, gateActivation }: Cell): boolean {
  return kind === "lstm" && activation === "tanh" && gateActivation === "sigmoid";
}

/** TensorFlow's own LSTM: gates in the order input, forget, candidate, output, as in tfjs. */
function blockLstm(
  p: Program,
  x: Value,
  { weights, bias, sequences }: { weights: Value; bias: Value; sequences: boolean },
): Value {
  const units = (bias.shape[0] as number) / 4;
  const [steps, batch] = x.shape as [number, number | null];
  const length = p.graph.add("Cast", [p.graph.constant("int32", steps)], {
    attributes: { SrcT: attribute.type("int32"), DstT: attribute.type("int64") },
  });
  const state = stateOfZeros(p, x, units);
  const peephole = zeros(p, [units]);
  const settings = { use_peephole: attribute.bool(false) };
  const inputs = [length, x.edge, state, state, weights.edge, peephole, peephole, peephole, bias.edge];
  const node = p.node("BlockLSTMV2", inputs, { ...settings, cell_clip: attribute.float(0) });
  const all = output(node, 6);
  const from = [x, weights, bias];
  const result = sequences
    ? p.value(all, [steps, batch, units], { from })
    : p.value(at(p, all, steps - 1), [batch, units], { from });
  return p.record(result, (dy) => {
    const gradient = sequences ? dy : lastOnly(p, { dy, like: all, steps });
    const none = p.node("ZerosLike", [all]);
    const forward = [0, 1, 2, 3, 4, 5, 6].map((i) => output(node, i));
    const back = p.node("BlockLSTMGradV2", [...inputs, ...forward, none, gradient], settings);
    p.pass(x, () => back);
    p.pass(weights, () => unlessEmpty(p, output(back, 3), x));
    p.pass(bias, () => unlessEmpty(p, output(back, 7), x));
  });
}

/** Zeros where x has no rows: TensorFlow leaves the sums over them as the memory was. */
function unlessEmpty(p: Program, edge: Edge, x: Value): Edge {
  const filled = p.node("Greater", [count(p, x), p.graph.constant("float32", 0)]);
  return p.node("SelectV2", [filled, edge, p.node("ZerosLike", [edge])]);
}

/** One set of nodes for each step; all that does not wait for the state is done for all steps at once. */
function unrolled(p: Program, x: Value, { cell, sequences }: { cell: Cell; sequences: boolean }): Value {
  const [steps, , features] = x.shape as [number, number | null, number];
  const width = cell.kernel.shape[1] as number;
  const flat = matMul(p, reshape(p, x, [null, features]), cell.kernel);
  const biased = cell.bias ? biasAdd(p, flat, cell.bias) : flat;
  // The batch is the one size that the graph does not know.
  const inputs = unpack(p, reshape(p, biased, [steps, null, width]));
  const step = steppers[cell.kind](p, cell);
  let state: State = { h: undefined, c: undefined };
  const outputs: Value[] = [];
  for (const input of inputs) {
    state = step(state, input);
    if (state.h) outputs.push(state.h);
  }
  return sequences ? pack(p, outputs) : (outputs.at(-1) as Value);
}

/** What a cell carries from step to step; nothing stands for zeros. */
interface State {
  readonly h: Value | undefined;
  readonly c: Value | undefined;
}

type Stepper = (state: State, input: Value) => State;

const steppers: Readonly<Record<Cell["kind"], (p: Program, cell: Cell) => Stepper>> = {
  simple:
    (p, cell) =>
    ({ h }, input) => {
      const sum = h ? add(p, input, matMul(p, h, cell.recurrent)) : input;
      return { h: activate(p, sum, cell.activation), c: undefined };
    },

  lstm:
    (p, cell) =>
    ({ h, c }, input) => {
      const sum = h ? add(p, input, matMul(p, h, cell.recurrent)) : input;
      const [i, f, candidate, o] = split(p, sum, { sizes: Array<number>(4).fill(cell.units), axis: 1 }) as [
        Value,
        Value,
        Value,
        Value,
      ];
      const gate = (value: Value): Value => activate(p, value, cell.gateActivation);
      const added = multiply(p, gate(i), activate(p, candidate, cell.activation));
      const memory = c ? add(p, multiply(p, gate(f), c), added) : added;
      return { h: multiply(p, gate(o), activate(p, memory, cell.activation)), c: memory };
    },

  gru: (p, cell) => {
    const { units } = cell;
    const [gates, candidate] = split(p, cell.recurrent, { sizes: [2 * units, units], axis: 1 }) as [
      Value,
      Value,
    ];
    return ({ h }, input) => {
      const [xGates, xCandidate] = split(p, input, { sizes: [2 * units, units], axis: 1 }) as [Value, Value];
      const both = activate(p, h ? add(p, xGates, matMul(p, h, gates)) : xGates, cell.gateActivation);
      const [z, r] = split(p, both, { sizes: [units, units], axis: 1 }) as [Value, Value];
      const inner = h ? add(p, xCandidate, matMul(p, multiply(p, r, h), candidate)) : xCandidate;
      const fresh = activate(p, inner, cell.activation);
      // z·h + (1 − z)·fresh
      const h2 = h
        ? add(p, fresh, multiply(p, z, subtract(p, h, fresh)))
        : subtract(p, fresh, multiply(p, z, fresh));
      return { h: h2, c: undefined };
    };
  },
};

/** Zeros of a known shape. */
function zeros(p: Program, shape: readonly number[]): Edge {
  return p.node("Fill", [p.graph.constant("int32", shape), p.graph.constant("float32", 0)], {
    index_type: attribute.type("int32"),
  });
}

/** Zeros [batch, units], with the batch of x [steps, batch, features]. */
function stateOfZeros(p: Program, x: Value, units: number): Edge {
  const column = p.node(
    "Slice",
    [at(p, x.edge, 0), p.graph.constant("int32", [0, 0]), p.graph.constant("int32", [-1, 1])],
    {
      Index: attribute.type("int32"),
    },
  );
  const one = p.node("ZerosLike", [column]);
  return p.node("Tile", [one, p.graph.constant("int32", [1, units])], {
    Tmultiples: attribute.type("int32"),
  });
}

/** One index of the first axis. */
function at(p: Program, edge: Edge, index: number): Edge {
  const attributes = {
    Tparams: attribute.type("float32"),
    Tindices: attribute.type("int32"),
    Taxis: attribute.type("int32"),
  };
  const inputs = [edge, p.graph.constant("int32", index), p.graph.constant("int32", 0)];
  return p.graph.add("GatherV2", inputs, { attributes });
}

/** A gradient that reaches the last step only. */
function lastOnly(p: Program, { dy, like, steps }: { dy: Edge; like: Edge; steps: number }): Edge {
  const step = p.node("ExpandDims", [dy, p.graph.constant("int32", 0)], { Tdim: attribute.type("int32") });
  if (steps === 1) return step;
  const before = p.node("ZerosLike", [sliceBefore(p, like, steps - 1)]);
  return p.node("ConcatV2", [before, step, p.graph.constant("int32", 0)], {
    N: attribute.int(2),
    Tidx: attribute.type("int32"),
  });
}

/** The first n of the first axis of [steps, batch, units]. */
function sliceBefore(p: Program, edge: Edge, n: number): Edge {
  const begin = p.graph.constant("int32", [0, 0, 0]);
  const size = p.graph.constant("int32", [n, -1, -1]);
  return p.node("Slice", [edge, begin, size], { Index: attribute.type("int32") });
}
