/** Shapes and types of a batch's tensors: a graph is made for one of them, whatever the number of rows. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { attribute, type ElementType } from "../graph/attributes";
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

/** The placeholder of the row indices. */
export const ROWS = "rows";

/** The name of the placeholder of all rows that a feed is gathered from. */
export function dataName(index: number): string {
  return `data${index}`;
}

/** Adds feeds that are gathered from data by row indices; where a feed is given itself, nothing is gathered. */
export function gatheredFeeds(p: Program, feeds: readonly Feed[]): Value[] {
  const rows = p.graph.placeholder(ROWS, { type: "int32", shape: [null] });
  return feeds.map(({ shape, type }, i) => {
    const data = p.graph.placeholder(dataName(i), { type, shape });
    const attributes = {
      Tparams: attribute.type(type),
      Tindices: attribute.type("int32"),
      Taxis: attribute.type("int32"),
    };
    const inputs = [data, rows, p.graph.constant("int32", 0)];
    return p.value(p.graph.add("GatherV2", inputs, { attributes, name: feedName(i) }), shape, { type });
  });
}

/** A batch in types that graphs take; the caller's tidy disposes of what was cast. */
export function castBatch(batch: readonly TensorFlow.Tensor[]): TensorFlow.Tensor[] {
  return batch.map((tensor) => (needsNoCast([tensor]) ? tensor : tensor.toFloat()));
}

/** Whether graphs take all types as they are. */
export function needsNoCast(batch: readonly TensorFlow.Tensor[]): boolean {
  return batch.every(({ dtype }) => dtype === "float32" || dtype === "int32");
}

/** Whether a batch fits. */
export function matchesFeeds(feeds: readonly Feed[], batch: readonly TensorFlow.Tensor[]): boolean {
  return (
    feeds.length === batch.length &&
    feeds.every(({ shape, type }, i) => {
      const tensor = batch[i];
      if (
        !tensor ||
        (tensor.dtype === "int32") !== (type === "int32") ||
        tensor.shape.length !== shape.length
      )
        return false;
      for (let axis = 1; axis < shape.length; axis++) if (shape[axis] !== tensor.shape[axis]) return false;
      return true;
    })
  );
}
