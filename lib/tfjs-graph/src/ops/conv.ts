/** Convolutions over pictures (NHWC), with oneDNN's kernels where TensorFlow has them. */
import { attribute } from "../graph/attributes";
import type { AttrValue } from "../graph/proto";
import { shapeOf } from "./basic";
import type { Program, Shape, Value } from "./program";

/** How a window moves. */
export interface Windowing {
  readonly strides: readonly [number, number];
  readonly padding: "SAME" | "VALID";
  readonly shape: Shape;
}

/** A convolution: x [n, h, w, c] with filters [fh, fw, c, k]. */
export function conv2d(p: Program, x: Value, { filters, ...window }: { filters: Value } & Windowing): Value {
  return convolve(p, { x, filters, window, op: "Conv2D", gradient: "Conv2DBackprop" });
}

/** A convolution of each channel by itself: filters [fh, fw, c, m] give c·m channels. */
export function depthwiseConv2d(
  p: Program,
  x: Value,
  { filters, ...window }: { filters: Value } & Windowing,
): Value {
  return convolve(p, {
    x,
    filters,
    window,
    op: "DepthwiseConv2dNative",
    gradient: "DepthwiseConv2dNativeBackprop",
  });
}

function convolve(
  p: Program,
  options: { x: Value; filters: Value; window: Windowing; op: string; gradient: string },
): Value {
  const { x, filters, window, op, gradient } = options;
  const attributes = windowAttributes(window);
  const y = p.value(p.node(op, [x.edge, filters.edge], attributes), window.shape, { from: [x, filters] });
  return p.record(y, (dy) => {
    const sizes = p.graph.constant("int32", filters.shape as number[]);
    p.pass(filters, () => p.node(`${gradient}Filter`, [x.edge, sizes, dy], attributes));
    p.pass(x, () => p.node(`${gradient}Input`, [shapeOf(p, x), filters.edge, dy], attributes));
  });
}

/** Strides, padding and layout, as every operation with a window takes them. */
export function windowAttributes({ strides, padding }: Windowing): Record<string, AttrValue> {
  return {
    strides: attribute.ints([1, ...strides, 1]),
    padding: attribute.text(padding),
    data_format: attribute.text("NHWC"),
  };
}
