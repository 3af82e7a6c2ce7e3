/** Slides filters over pictures: each row of the result is one matrix product of the rows it sees. */
import { COLUMNS, ROWS } from "./product/tile";
import { heightOf, widthOf, type Workspace } from "./product/workspace";

/** Floats from which on one call that copies them all is faster than a loop. */
const LONG = 64;

/** Pictures `[batch, height, width, channels]`. */
export interface Pictures {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Where a picture lies in a larger one of zeros: its corner, and how far its pixels are apart there. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  readonly top: number;
  readonly left: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** What slides over what. */
export interface Correlation {
  readonly pictures: Pictures;
  readonly frame: Pick<Frame, "top" | "left" | "rowStep" | "columnStep">;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  /** Copies the filter in, panel by panel: rows by height, width and channel of the picture, columns by out-channel. */
  layOutFilter(place: { to: number; bStep: number; bPanel: number }): void;
  /** A number for each out-channel, to be added. */
  readonly bias?: Float32Array | undefined;
}

/**
 * Computes y[n, r, c, f] = bias[f] + Σ over i, j, d of framed[n, r·s + i, c·s + j, d] · filter[i, j, d, f].
 *
 * @returns y `[batch, outHeight, outWidth, outChannels]`.
 */
export function correlate(workspace: Workspace, correlation: Correlation): Float32Array {
  const { pictures, bias, filterHeight, filterWidth, strideHeight, strideWidth } = correlation;
  const { outHeight, outWidth, outChannels } = correlation;
  const { channels } = pictures;
  const frame = {
    ...correlation.frame,
    height: (outHeight - 1) * strideHeight + filterHeight,
    width: (outWidth - 1) * strideWidth + filterWidth,
  };
  const [width, taps, pixels] = [widthOf(outChannels), filterHeight * filterWidth, outHeight * outWidth];
  const framed = framedSize(frame, { channels, strideWidth });
  const [a = 0, b = 0, c = 0, start = 0] = workspace.reserve([
    framed,
    taps * channels * width,
    (pixels + ROWS - 1) * width,
    width,
  ]);
  const { floats } = workspace;
  const place = { bStep: COLUMNS, bPanel: taps * channels * COLUMNS };
  correlation.layOutFilter({ to: b, ...place });
  floats.fill(0, a, a + framed);
  floats.fill(0, start, start + width);
  if (bias) floats.set(bias, start);
  const batch = pictures.values.length / (pictures.height * pictures.width * channels);
  const values = new Float32Array(batch * pixels * outChannels);
  for (let n = 0; n < batch; n += 1) {
    placePicture(floats, pictures, { n, to: a, frame });
    for (let row = 0; row < outHeight; row += 1) {
      // What its last tile writes too much, the next row writes over.
      workspace.multiply({
        a: a + row * strideHeight * frame.width * channels,
        b,
        c: c + row * outWidth * width,
        start,
        tiles: heightOf(outWidth) / ROWS,
        panels: width / COLUMNS,
        outer: filterHeight,
        inner: filterWidth * channels,
        aRow: strideWidth * channels,
        aStep: 1,
        aJump: (frame.width - filterWidth) * channels,
        ...place,
        cRow: width,
      });
    }
    workspace.takeOut(c, { values, at: n * pixels * outChannels, rows: pixels, columns: outChannels });
  }
  return values;
}

/** Floats of a framed picture, and of the rows that the last tile may read too many. */
export function framedSize(
  frame: Frame,
  { channels, strideWidth }: { channels: number; strideWidth: number },
): number {
  return (frame.height * frame.width + (ROWS - 1) * strideWidth + ROWS) * channels + ROWS;
}

/** Copies picture number `n` into its frame; what the frame cuts off is left out, and zeros stay where they are. */
export function placePicture(
  floats: Float32Array,
  { values, height, width, channels }: Pictures,
  { n, to, frame }: { n: number; to: number; frame: Frame },
): void {
  const { top, left, rowStep, columnStep } = frame;
  const first = Math.max(0, Math.ceil(-left / columnStep));
  const last = Math.min(width, Math.ceil((frame.width - left) / columnStep));
  // Neighbours that stay neighbours are one run.
  const together = columnStep === 1;
  const length = together ? (last - first) * channels : channels;
  const runs = together ? Math.min(1, last - first) : last - first;
  for (let row = 0; row < height; row += 1) {
    const y = top + row * rowStep;
    if (y < 0 || y >= frame.height) continue;
    let source = ((n * height + row) * width + first) * channels;
    let target = to + (y * frame.width + left + first * columnStep) * channels;
    for (let run = 0; run < runs; run += 1, source += length, target += columnStep * channels) {
      if (length >= LONG) floats.set(values.subarray(source, source + length), target);
      else for (let i = 0; i < length; i += 1) floats[target + i] = values[source + i] as number;
    }
  }
}
