/** Turns the shapes behind the layers of a convolutional network into stacks of maps and columns of units, side by side. */
import { ShapeError, cannot } from "../../core/errors";
import { checkText } from "../alt-text";
import { heightLayout, minimumWidth, titleLayout } from "../axes";
import { Chart } from "../chart";
import type { Layout } from "../figure";
import { colorOf, withOpacity } from "../theme";

/** What stands behind one layer. */
export interface Volume {
  /** What made it, such as `"convolution"`. */
  readonly name: string;
  /** `[height, width, channels]` of maps, or `[units]` of a list. */
  readonly shape: readonly number[];
}

const VERB = "draw volumes";
const HEIGHT = 300;
/** As many sheets of a stack are drawn at most; its label tells how many there are. */
const MAX_SHEETS = 8;
/** How far one sheet lies behind the next, with the largest map 1 high. */
const OFFSET = 0.035;
const GAP = 0.5;

/**
 * Draws what flows through a network: maps as stacks of sheets, each as large as its height and width, lists as columns.
 *
 * @param volumes - In order, two or more: name and shape, `[height, width, channels]` or `[units]`.
 * @param options - Title, `height` (300).
 * @returns The chart; its description tells all names and shapes.
 * @throws ShapeError when a shape is neither of the two.
 * @throws ArgumentError when there are fewer than two.
 * @example
 * const chart = volumeChart([{ name: "picture", shape: [8, 8, 1] }, { name: "flatten", shape: [64] }], { title: "A list" });
 * assert.match(chart.alt, /picture 8 × 8 × 1, flatten 64/);
 */
export function volumeChart(volumes: readonly Volume[], options: { title: string; height?: number }): Chart {
  const { title, height = HEIGHT } = options ?? {};
  const layout = titleLayout(title, VERB);
  const checked = checkVolumes(volumes);
  const largest = Math.max(
    1,
    ...checked.filter(isStack).map(({ shape }) => Math.max(shape[0] ?? 1, shape[1] ?? 1)),
  );
  const most = Math.max(1, ...checked.filter((each) => !isStack(each)).map(({ shape }) => shape[0] ?? 1));
  const shapes: Layout[] = [];
  const annotations: Layout[] = [];
  let left = 0;
  checked.forEach((volume, i) => {
    const sheets = isStack(volume) ? stackOf(volume, largest) : [columnOf(volume, most)];
    const color = colorOf(isStack(volume) ? 0 : 1);
    shapes.push(...sheets.map((sheet) => rectangle(sheet, { left, color })));
    const width = Math.max(...sheets.map(({ x, width: each }) => x + each));
    const room = Math.max(width, 0.75);
    const middle = left + width / 2;
    annotations.push(
      label(volume.name, { x: middle, y: 1.5 }),
      label(shapeText(volume), { x: middle, y: -0.18 }),
    );
    if (i < checked.length - 1) annotations.push(label("→", { x: left + room + GAP / 2, y: 0.5 }));
    left += room + GAP;
  });
  const hidden = { visible: false, fixedrange: true };
  const frame = {
    xaxis: { ...hidden, range: [-0.4, left - GAP + 0.3] },
    yaxis: { ...hidden, range: [-0.5, 1.7], scaleanchor: "x" },
    margin: { t: 56, r: 8, b: 8, l: 8 },
  };
  const description = checked.map((volume) => `${volume.name} ${shapeText(volume)}`).join(", ");
  return new Chart(
    {
      data: [],
      layout: {
        ...layout,
        ...frame,
        shapes,
        annotations,
        ...minimumWidth(105 * checked.length),
        ...heightLayout(height),
      },
    },
    { alt: `${title}. From left to right: ${description}.` },
  );
}

interface Sheet {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function checkVolumes(volumes: readonly Volume[]): Volume[] {
  if (!Array.isArray(volumes) || volumes.length < 2)
    throw cannot(VERB, { argument: "volumes", must: "two or more", received: volumes });
  return (volumes as readonly Volume[]).map((volume, i) => {
    const shape = volume?.shape;
    const fits =
      Array.isArray(shape) &&
      (shape.length === 1 || shape.length === 3) &&
      (shape as number[]).every((size) => Number.isInteger(size) && size > 0);
    if (!fits) {
      const must = "[height, width, channels] or [units], whole numbers from 1";
      throw cannot(VERB, { argument: `volumes[${i}].shape`, must, received: shape, as: ShapeError });
    }
    return { name: checkText(volume.name, { verb: VERB, argument: `volumes[${i}].name` }), shape };
  });
}

function isStack({ shape }: Volume): boolean {
  return shape.length === 3;
}

/** Sheets from the one behind to the one in front. */
function stackOf({ shape }: Volume, largest: number): Sheet[] {
  const [height = 1, width = 1, channels = 1] = shape;
  const count = Math.min(channels, Math.max(1, Math.round(Math.log2(channels) * 1.6)), MAX_SHEETS);
  const size = { width: width / largest, height: height / largest };
  return Array.from({ length: count }, (_, i) => {
    const behind = (count - 1 - i) * OFFSET;
    return { x: behind, y: 0.5 - size.height / 2 + behind, ...size };
  });
}

/** A list is a column; long ones are hardly higher than the largest map, or short ones would not be seen. */
function columnOf({ shape }: Volume, most: number): Sheet {
  const [units = 1] = shape;
  const height = 0.2 + (0.9 * Math.log(units)) / Math.max(1, Math.log(most));
  return { x: 0, y: 0.5 - height / 2, width: 0.1, height };
}

function rectangle({ x, y, width, height }: Sheet, { left, color }: { left: number; color: string }): Layout {
  return {
    type: "rect",
    x0: left + x,
    x1: left + x + width,
    y0: y,
    y1: y + height,
    line: { width: 1.5, color },
    fillcolor: withOpacity(color, 0.15),
  };
}

function label(text: string, { x, y }: { x: number; y: number }): Layout {
  return { x, y, text, showarrow: false, align: "center" };
}

function shapeText({ shape }: Volume): string {
  return shape.join(" × ");
}
