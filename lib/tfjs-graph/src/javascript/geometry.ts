/** Sizes, strides and borders of a convolution of pictures. */
import type { CpuCall, Tools } from "./cpu";

/** What the shapes and attributes of a convolution say: pictures x, filters, and the result y. */
export interface Geometry {
  readonly batchSize: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** Rows and columns of zeros around the picture. */
  readonly padInfo: { readonly top: number; readonly left: number };
  readonly inShape: readonly number[];
  readonly outShape: readonly number[];
  readonly filterShape: readonly number[];
}

type Shape4D = [number, number, number, number];

/**
 * The geometry of a call.
 *
 * @returns `undefined` for what the fast kernels leave alone: channels first, dilations, anything empty.
 * @throws Error as the stock kernel does, where shapes and attributes do not fit together.
 */
export function geometryOf(
  { attributes }: CpuCall,
  { tf }: Tools,
  { x, filter }: { x: readonly number[]; filter: readonly number[] },
): Geometry | undefined {
  const { strides, dilations = 1, pad, dimRoundingMode, dataFormat } = attributes;
  if (dataFormat !== "NHWC") return undefined;
  const geometry = tf.backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides as number,
    dilations as number,
    pad as "same",
    dimRoundingMode as "floor" | undefined,
  );
  const { inShape, outShape, filterShape, dilationHeight, dilationWidth } = geometry;
  const isEmpty = [...inShape, ...outShape, ...filterShape].some((length) => length < 1);
  return isEmpty || dilationHeight !== 1 || dilationWidth !== 1 ? undefined : geometry;
}
