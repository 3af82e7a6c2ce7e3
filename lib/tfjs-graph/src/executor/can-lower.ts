/** Writes a model into a graph that nobody loads, to find out whether it has one. */
import type { Tf } from "../internals";
import type { CompiledModel, Container, SymbolicTensorInfo } from "../lowering/model";
import { Program, Unsupported } from "../ops/program";
import { StepBuilder } from "./builder";
import { lossNameOf } from "./builtin-losses";
import type { Feed } from "./feeds";
import { ForwardWriter } from "./forward";
import { OptimizerStep } from "./optimizer-step";
import type { Work } from "./step-executor";

/** The number of rows makes no difference to whether there is a graph. */
const ROWS = 1;

/**
 * Lowers a model on trial, for batches as its inputs and losses want them. Nothing is loaded, and no tensor is made.
 *
 * @param tf - TensorFlow.js with the native back end.
 * @param model - The model that does the work, not a Sequential around it.
 * @throws Unsupported when something of it has no graph.
 */
export function tryToLower(tf: Tf, model: Container, work: Work): void {
  const program = new Program({ training: work === "train", rows: ROWS });
  const inputs = model.inputs.map(feedOf);
  if (inputs.length === 0) throw new Unsupported("a model without layers");
  if (work === "predict") {
    new ForwardWriter(tf, program).write(model, { feeds: inputs, measured: false });
    return;
  }
  const compiled = model as CompiledModel;
  if (!(compiled.optimizer_ as unknown)) throw new Unsupported("a model that is not compiled");
  const feeds = [...inputs, ...compiled.outputs.map((output, i) => targetFeed(tf, compiled, { output, i }))];
  if (work === "evaluate") new ForwardWriter(tf, program).write(model, { feeds, measured: true });
  else {
    const step = new OptimizerStep(tf, compiled.optimizer_);
    new StepBuilder(tf, { program, model: compiled, feeds, step }).writeLoss();
  }
}

function feedOf({ shape, dtype }: SymbolicTensorInfo): Feed {
  return { shape: [null, ...shape.slice(1)], type: dtype === "int32" ? "int32" : "float32" };
}

/** Targets have the shape of their output; class numbers have one column. */
function targetFeed(
  tf: Tf,
  model: CompiledModel,
  { output, i }: { output: SymbolicTensorInfo; i: number },
): Feed {
  const { shape } = feedOf(output);
  const isSparse = lossNameOf(tf, model, i) === "sparseCategoricalCrossentropy";
  return { shape: isSparse ? [...shape.slice(0, -1), 1] : shape, type: "float32" };
}
