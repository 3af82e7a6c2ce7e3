/** Shapes and types of a batch's tensors: a graph is made for one of them, whatever the number of rows. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import type { ElementType } from "../graph/attributes";
import type { Program, Shape, Value } from "../ops/program";

/** One tensor of a batch. */
export interface Feed {
  readonly shape: Shape;
  readonly type: ElementType;
}

/** What a batch looks like; the first size, the number of rows, is left open. */
export function feedsOf(batch: readonly TensorFlow.Tensor[]): Feed[] {
  return batch.map(({ shape, dtype }) => ({
    shape: [null, ...shape.slice(1)],
    // Anything else is cast before it is fed.
    type: dtype === "int32" ? "int32" : "float32",
  }));
}

/** The name of a feed's placeholder. */
export function feedName(index: number): string {
  return `feed${index}`;
}

/** Adds a placeholder for each feed. */
export function placeholders(p: Program, feeds: readonly Feed[]): Value[] {
  return feeds.map(({ shape, type }, i) =>
    p.value(p.graph.placeholder(feedName(i), { type, shape }), shape, { type }),
  );
}

/** A batch in types that graphs take; the caller's tidy disposes of what was cast. */
export function castBatch(batch: readonly TensorFlow.Tensor[]): TensorFlow.Tensor[] {
  return batch.map((tensor) =>
    tensor.dtype === "float32" || tensor.dtype === "int32" ? tensor : tensor.toFloat(),
  );
}

/** Whether a batch fits. */
export function fits(feeds: readonly Feed[], batch: readonly TensorFlow.Tensor[]): boolean {
  return (
    feeds.length === batch.length &&
    feeds.every(({ shape, type }, i) => {
      const tensor = batch[i] as TensorFlow.Tensor;
      if ((tensor.dtype === "int32") !== (type === "int32") || tensor.shape.length !== shape.length)
        return false;
      for (let axis = 1; axis < shape.length; axis++) if (shape[axis] !== tensor.shape[axis]) return false;
      return true;
    })
  );
}
