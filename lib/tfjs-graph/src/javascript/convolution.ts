/** Convolutions of pictures, and their gradients by picture and by filter, as products of matrices. */
import { correlate, framedSize, placePicture } from "./correlation";
import { floatsOf, floatTensor, sizeOf, type CpuCall, type CpuKernels, type Tools } from "./cpu";
import { finishOf, type Finish } from "./finish";
import { geometryOf, type Geometry } from "./geometry";
import { COLUMNS, ROWS } from "./product/tile";
import { heightOf, widthOf } from "./product/workspace";
import { filterAgain, inputAgain, mendNaN, outputAgain } from "./terms";
import type { TensorInfo } from "../internals";

/** The kernels `Conv2D`, `FusedConv2D`, `Conv2DBackpropInput` and `Conv2DBackpropFilter`. */
export function convolutionKernels(tools: Tools): CpuKernels {
  return {
    Conv2D: (call) => forward(call, tools),
    FusedConv2D: (call) => {
      const finish = finishOf(call, call.inputs["filter"]?.shape[3] ?? 0);
      return finish && forward(call, tools, finish);
    },
    Conv2DBackpropInput: (call) => inputGradient(call, tools),
    Conv2DBackpropFilter: (call) => filterGradient(call, tools),
  };
}

function forward(call: CpuCall, tools: Tools, finish?: Finish): TensorInfo | undefined {
  const { x, filter } = call.inputs;
  const [pictures, weights] = [floatsOf(call, x), floatsOf(call, filter)];
  if (x === undefined || filter === undefined || !pictures || !weights) return undefined;
  const g = geometryOf(call, tools, { x: x.shape, filter: filter.shape });
  if (g === undefined) return undefined;
  const { inChannels, outChannels, padInfo } = g;
  const values = correlate(tools.workspace, {
    ...g,
    pictures: { values: pictures, height: g.inHeight, width: g.inWidth, channels: inChannels },
    frame: { ...padInfo, rowStep: 1, columnStep: 1 },
    bias: finish?.bias,
    layOutFilter: (place) => {
      const rows = weights.length / outChannels;
      const matrix = { values: weights, at: 0, rows, columns: outChannels };
      tools.workspace.layOut({ ...matrix, rowStep: outChannels, columnStep: 1 }, place);
    },
  });
  if (!weights.every(Number.isFinite))
    mendNaN(values, outputAgain(g, { x: pictures, filter: weights, bias: finish?.bias }));
  finish?.activate(values);
  return floatTensor(call, g.outShape, values);
}

/** The gradient by the picture: dy, its pixels a stride apart, seen through the filter turned by 180°. */
function inputGradient(call: CpuCall, tools: Tools): TensorInfo | undefined {
  const { dy, filter } = call.inputs;
  const [gradient, weights] = [floatsOf(call, dy), floatsOf(call, filter)];
  if (dy === undefined || filter === undefined || !gradient || !weights) return undefined;
  const g = geometryOf(call, tools, { x: call.attributes["inputShape"] as number[], filter: filter.shape });
  if (g === undefined || gradient.length !== sizeOf(g.outShape)) return undefined;
  const { inChannels, outChannels, filterHeight, filterWidth } = g;
  const taps = filterHeight * filterWidth;
  const values = correlate(tools.workspace, {
    pictures: { values: gradient, height: g.outHeight, width: g.outWidth, channels: outChannels },
    frame: {
      top: filterHeight - 1 - g.padInfo.top,
      left: filterWidth - 1 - g.padInfo.left,
      rowStep: g.strideHeight,
      columnStep: g.strideWidth,
    },
    filterHeight,
    filterWidth,
    strideHeight: 1,
    strideWidth: 1,
    outHeight: g.inHeight,
    outWidth: g.inWidth,
    outChannels: inChannels,
    layOutFilter: ({ to, ...place }) => {
      for (let tap = 0; tap < taps; tap += 1) {
        const at = (taps - 1 - tap) * inChannels * outChannels;
        const matrix = { values: weights, at, rows: outChannels, columns: inChannels };
        tools.workspace.layOut(
          { ...matrix, rowStep: 1, columnStep: outChannels },
          { to: to + tap * outChannels * place.bStep, ...place },
        );
      }
    },
  });
  if (!weights.every(Number.isFinite)) mendNaN(values, inputAgain(g, gradient, weights));
  return floatTensor(call, g.inShape, values);
}

/** The gradient by the filter: for each of its rows, the pixels it saw, turned, times dy, summed over the pictures. */
function filterGradient(call: CpuCall, tools: Tools): TensorInfo | undefined {
  const { x, dy } = call.inputs;
  const [pictures, gradient] = [floatsOf(call, x), floatsOf(call, dy)];
  if (x === undefined || dy === undefined || !pictures || !gradient) return undefined;
  const g = geometryOf(call, tools, { x: x.shape, filter: call.attributes["filterShape"] as number[] });
  if (g === undefined || gradient.length !== sizeOf(g.outShape)) return undefined;
  const values = sumOverPictures(g, tools, { pictures, gradient });
  mendNaN(values, filterAgain(g, pictures, gradient));
  return floatTensor(call, g.filterShape, values);
}

function sumOverPictures(
  g: Geometry,
  { workspace }: Tools,
  { pictures, gradient }: { pictures: Float32Array; gradient: Float32Array },
): Float32Array {
  const { inChannels, outChannels, outHeight, outWidth, strideHeight, strideWidth } = g;
  const frame = {
    ...g.padInfo,
    height: (outHeight - 1) * strideHeight + g.filterHeight,
    width: (outWidth - 1) * strideWidth + g.filterWidth,
    rowStep: 1,
    columnStep: 1,
  };
  const [rows, columns, pixels] = [g.filterWidth * inChannels, outChannels, outHeight * outWidth];
  const [height, width] = [heightOf(rows), widthOf(columns)];
  const framed = framedSize(frame, { channels: inChannels, strideWidth });
  const [a = 0, b = 0, c = 0, start = 0] = workspace.reserve([framed, pixels * width, height * width, width]);
  const { floats } = workspace;
  floats.fill(0, a, a + framed);
  floats.fill(0, start, start + width);
  const source = { values: pictures, height: g.inHeight, width: g.inWidth, channels: inChannels };
  const place = { bStep: width, bPanel: COLUMNS };
  const values = new Float32Array(g.filterHeight * rows * columns);
  for (let n = 0; n < g.batchSize; n += 1) {
    placePicture(floats, source, { n, to: a, frame });
    const dy = { values: gradient, at: n * pixels * columns, rows: pixels, columns };
    workspace.layOut({ ...dy, rowStep: columns, columnStep: 1 }, { to: b, ...place });
    for (let i = 0; i < g.filterHeight; i += 1) {
      workspace.multiply({
        a: a + i * frame.width * inChannels,
        b,
        c,
        start,
        tiles: height / ROWS,
        panels: width / COLUMNS,
        outer: outHeight,
        inner: outWidth,
        aRow: 1,
        aStep: strideWidth * inChannels,
        aJump: (strideHeight * frame.width - outWidth * strideWidth) * inChannels,
        ...place,
        cRow: width,
      });
      // One sum for each picture first: rounding errors of a long sum of 32-bit floats grow with its length.
      const sums = values.subarray(i * rows * columns, (i + 1) * rows * columns);
      addMatrix(sums, { floats, at: c, rows, columns, width });
    }
  }
  return values;
}

/** Adds a matrix whose rows lie `width` apart to one whose rows lie side by side. */
function addMatrix(
  sums: Float32Array,
  matrix: { floats: Float32Array; at: number; rows: number; columns: number; width: number },
): void {
  const { floats, at, rows, columns, width } = matrix;
  for (let row = 0, to = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, to += 1)
      sums[to] = (sums[to] as number) + (floats[at + row * width + column] as number);
}
