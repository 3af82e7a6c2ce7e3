/** Picks rows, or what lies along another axis, by their numbers: each batch of a training does. */
import { emptyLike, numbersOf, type CpuCall, type CpuKernels, type Tools } from "./cpu";
import type { TensorInfo } from "../internals";

/** The kernel `GatherV2`. */
export function gatherKernels(tools: Tools): CpuKernels {
  return { GatherV2: (call) => gather(call, tools) };
}

function gather(call: CpuCall, { tf }: Tools): TensorInfo | undefined {
  const { x, indices } = call.inputs;
  const [values, wanted] = [numbersOf(call, x), numbersOf(call, indices)];
  if (x === undefined || indices === undefined || values === undefined || wanted === undefined)
    return undefined;
  if ((call.attributes["batchDims"] ?? 0) !== 0) return undefined;
  const [axis = 0] = tf.util.parseAxisParam(call.attributes["axis"] as number, [...x.shape]);
  const { dimSize, outerSize, sliceSize, outputShape } =
    tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, 0);
  // The stock kernel knows what to say.
  if (!wanted.every((index) => Number.isInteger(index) && index >= 0 && index < dimSize)) return undefined;
  const result = emptyLike(values, outerSize * wanted.length * sliceSize);
  let at = 0;
  for (let outer = 0; outer < outerSize; outer += 1)
    for (const index of wanted) {
      const from = (outer * dimSize + index) * sliceSize;
      result.set(values.subarray(from, from + sliceSize), at);
      at += sliceSize;
    }
  return call.backend.makeTensorInfo(outputShape, x.dtype, result);
}
