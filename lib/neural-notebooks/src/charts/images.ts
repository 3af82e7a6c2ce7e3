/** Turns pictures, filters and feature maps into a grid of tiles. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { heightLayout, pictureAxes, titleLayout } from "./axes";
import { divergingShades, littleToMuch } from "./cell-colors";
import { Chart } from "./chart";
import { isTypedArray, type Layout, type Numbers, type Trace, type TypedArray } from "./figure";
import { CAPTION_SIZE, TILE_MARGIN, tilePlace, type TileGrid } from "./tiles";
import { counted, describeMissing, extentOf, formatNumber, isNumber } from "./alt-text";
import { withGaps } from "./gaps";

/** Pictures as numbers, one after the other. */
export interface Images {
  /** The numbers in the order of `shape`. */
  readonly values: TypedArray | readonly number[];
  /** `[count, height, width]`, or `[count, height, width, channels]` with 1 (grey) or 3 (red, green, blue) channels. */
  readonly shape: readonly number[];
}

/** How numbers become shades. `"grey"`: black to white; `"diverging"`: below and above zero; `"sequential"`: little to much. */
export type Shading = "grey" | "diverging" | "sequential";

/** How the grid is drawn. */
export interface ImageGridOptions {
  /** The claim that the chart makes. */
  title: string;
  /** A caption for each picture. */
  captions?: readonly string[];
  /** Tiles in a row (8, or fewer where there are fewer). */
  columns?: number;
  /** `"grey"` unless told. */
  shading?: Shading;
  /** The numbers that are darkest and lightest; those of all pictures together when left out. */
  range?: readonly [number, number];
  /** Each picture uses the whole range of shades for itself ("each"), or all share one ("shared", the default). */
  contrast?: "shared" | "each";
  /** Name and unit of the numbers, beside the scale of their shades, which pictures have no need of otherwise. */
  valueTitle?: string;
  /** What a tile is, for the description (`"image"`). */
  noun?: string;
  /** Height in pixels; by the number of rows when left out. */
  height?: number;
}

const VERB = "draw images";
/** A tile is at most so high, in pixels of the page, unless a height is asked for. */
const TILE = 120;
/** What title and margins take of the height. */
const FRAME = TILE_MARGIN.t + TILE_MARGIN.b;

/** Pictures look the same in both themes. */
const BLACK_TO_WHITE = [
  [0, "#000000"],
  [1, "#ffffff"],
] as const;

/**
 * Draws pictures side by side, row 0 on top.
 *
 * @param images - Numbers and their shape, [count, height, width] or [count, height, width, channels].
 * @param options - Title, captions, shades.
 * @returns The chart.
 * @throws ShapeError when the shape does not fit the numbers, or captions and pictures differ in number.
 * @throws ArgumentError when there is no picture.
 * @example
 * const chart = imageGrid({ values: [0, 255, 255, 0], shape: [1, 2, 2] }, { title: "A chessboard", captions: ["board"] });
 * assert.match(chart.alt, /1 image of 2 × 2 pixels: board/);
 */
export function imageGrid(images: Images, options: ImageGridOptions): Chart {
  const pictures = readImages(images);
  const { count, height, width, channels, values } = pictures;
  const { title, captions, shading = "grey", contrast = "shared", noun = "image" } = options ?? {};
  const { columns = Math.min(8, count) } = options ?? {};
  checkInteger(columns, { verb: VERB, argument: "columns", min: 1 });
  if (captions !== undefined && captions.length !== count) {
    throw cannot(VERB, {
      argument: "captions",
      must: `one for each of the ${counted(count, noun)}`,
      received: captions,
      as: ShapeError,
    });
  }
  const layout = titleLayout(title, VERB);
  // Pictures that have each a range of their own say it, since no scale holds for all.
  const ownRanges = captions === undefined && contrast === "each" && channels !== 3;
  const texts = ownRanges ? rangesIn(pictures, shading) : captions;
  const grid = {
    height,
    width,
    columns,
    gap: 0.12 * width,
    caption: texts === undefined ? 0 : captionRoom(height),
  };
  const alt = `${title}. ${counted(count, noun)} of ${height} × ${width} ${channels === 3 ? "colour pixels" : "pixels"}${describeCaptions(captions)}.${describeValues(values, { channels, shading })}`;
  return new Chart(
    {
      data: tileTraces(pictures, { ...options, captions: texts, grid }),
      layout: { ...layout, ...pictureAxes(), ...gridLayout(grid, { ...options, captions: texts, count }) },
    },
    { alt },
  );
}

type Pictures = ReturnType<typeof readImages>;

function tileTraces(pictures: Pictures, options: ImageGridOptions & { grid: TileGrid }): Trace[] {
  const { count, height, width, channels, values } = pictures;
  const { captions, shading = "grey", contrast = "shared", noun = "image", grid } = options;
  const size = height * width * channels;
  const shared = options.range ?? rangeOf(values, shading);
  return Array.from({ length: count }, (_, i): Trace => {
    const pixels = values.slice(i * size, (i + 1) * size);
    const name = captions?.[i] ?? `${noun} ${i}`;
    const place = { ...tilePlace(i, grid), height, width, name };
    if (channels === 3) return colorTile(pixels, place);
    const range = contrast === "each" ? rangeOf(pixels, shading) : shared;
    // Bytes and shares of one from black to white are photographs, of which everybody knows the scale.
    const isPhotograph = shading === "grey" && !isNamed(options) && isUsual(range);
    const showscale = i === 0 && contrast === "shared" && !isPhotograph;
    return tile(pixels, { ...place, shading, range, showscale, valueTitle: options.valueTitle });
  });
}

/** Whether the numbers have a meaning of their own, such as a probability. */
function isNamed({ range, valueTitle }: ImageGridOptions): boolean {
  return range !== undefined || valueTitle !== undefined;
}

/** Edges and captions of the tiles, and how much room they take. */
function gridLayout(grid: TileGrid, options: ImageGridOptions & { count: number }): Layout {
  const { count, captions, shading = "grey" } = options;
  const { columns, height, width, gap, caption: room } = grid;
  const rows = Math.ceil(count / columns);
  const places = Array.from({ length: count }, (_, i) => tilePlace(i, grid));
  const highest = options.height === undefined ? TILE : tileIn(options.height, { ...grid, rows });
  return {
    margin: { ...TILE_MARGIN },
    // A photograph ends where everybody sees it; numbers drawn as grey may be as white as the page.
    shapes:
      shading === "grey" && !isNamed(options) ? [] : places.map((place) => outline(place, { height, width })),
    annotations: captions?.map((text, i) => caption(text, tilePlace(i, grid))) ?? [],
    // The renderer arranges the tiles again: on a narrow page there are fewer in a row.
    meta: { grid: { count, columns, height, width, gap, caption: room, tile: highest } },
    ...heightLayout(options.height ?? gridHeight({ ...grid, rows })),
  };
}

/** The filters of a convolutional layer, as `filtersOf` gives them. */
export interface FilterSet {
  readonly layer: string;
  /** `[count, height, width, channels]`. */
  readonly shape: readonly number[];
  readonly values: TypedArray;
}

/**
 * Draws the filters that a convolutional layer learned: below zero and above zero in different colours.
 *
 * @param filters - What `filtersOf(layer)` gives, [count, height, width, channels].
 * @param options - Title; `channel`: the input channel to show (0); `limit`: tiles at most (64).
 * @returns The chart.
 * @throws ArgumentError when there is no such channel.
 */
export function filterGrid(
  filters: FilterSet,
  options: Omit<ImageGridOptions, "shading" | "noun"> & { channel?: number; limit?: number },
): Chart {
  const { channel = 0, limit = 64, ...rest } = options;
  const [count, height, width, channels] = checkRank(filters, 4, "filters") as [
    number,
    number,
    number,
    number,
  ];
  checkInteger(channel, { verb: "draw filters", argument: "channel", min: 0, max: channels - 1 });
  checkInteger(limit, { verb: "draw filters", argument: "limit", min: 1 });
  const shown = Math.min(count, limit);
  const values = Float32Array.from(
    { length: shown * height * width },
    (_, i) => filters.values[i * channels + channel] as number,
  );
  const of = channels > 1 ? `, input channel ${channel} of ${channels}` : "";
  const chart = imageGrid(
    { values, shape: [shown, height, width] },
    { ...rest, shading: "diverging", noun: "filter" },
  );
  return chart.with({
    alt: `${chart.alt} Layer ${filters.layer}${of}${shown < count ? `, the first ${shown} of ${count}` : ""}.`,
  });
}

/** What a layer put out, as `layerOutputs` gives it. */
export interface FeatureMaps {
  readonly layer: string;
  /** `[batch, height, width, channels]`. */
  readonly shape: readonly number[];
  readonly values: TypedArray;
}

/**
 * Draws what each filter of a layer finds in one picture: one tile a channel.
 *
 * @param maps - One entry of what `layerOutputs(model, x)` gives, [batch, height, width, channels].
 * @param options - Title; `row`: which picture of the batch (0); `limit`: tiles at most (64).
 * @returns The chart.
 * @throws ShapeError when the layer's output is no picture.
 * @throws ArgumentError when there is no such row.
 */
export function featureMapGrid(
  maps: FeatureMaps,
  options: Omit<ImageGridOptions, "noun"> & { row?: number; limit?: number },
): Chart {
  const { row = 0, limit = 64, shading = "sequential", ...rest } = options;
  const [batch, height, width, channels] = checkRank(maps, 4, "feature maps") as [
    number,
    number,
    number,
    number,
  ];
  checkInteger(row, { verb: "draw feature maps", argument: "row", min: 0, max: batch - 1 });
  checkInteger(limit, { verb: "draw feature maps", argument: "limit", min: 1 });
  const shown = Math.min(channels, limit);
  const area = height * width;
  // From [height, width, channels] of one row to [channels, height, width].
  const values = Float32Array.from(
    { length: shown * area },
    (_, i) => maps.values[(row * area + (i % area)) * channels + Math.floor(i / area)] as number,
  );
  const chart = imageGrid(
    { values, shape: [shown, height, width] },
    { ...rest, shading, noun: "feature map" },
  );
  return chart.with({
    alt: `${chart.alt} Layer ${maps.layer}, row ${row}${shown < channels ? `, the first ${shown} of ${channels}` : ""}.`,
  });
}

function readImages({ values, shape }: Images): {
  count: number;
  height: number;
  width: number;
  channels: number;
  values: TypedArray;
} {
  const [count = 0, height = 0, width = 0, channels = 1] = shape ?? [];
  const fits =
    (shape?.length === 3 || shape?.length === 4) &&
    shape.every((size) => Number.isInteger(size) && size > 0) &&
    (channels === 1 || channels === 3);
  if (!fits) {
    const hint =
      shape?.length === 2
        ? "Did you forget the axis of pictures? One picture has shape [1, height, width]."
        : undefined;
    throw cannot(VERB, {
      argument: "shape",
      must: "[count, height, width] or [count, height, width, 1 or 3]",
      received: shape,
      hint,
      as: ShapeError,
    });
  }
  const wanted = count * height * width * channels;
  if (values?.length !== wanted) {
    throw cannot(VERB, {
      argument: "values",
      must: `${wanted} numbers for shape [${shape.join(", ")}]`,
      received: values,
      as: ShapeError,
    });
  }
  return {
    count,
    height,
    width,
    channels,
    values: isTypedArray(values) ? values : Float64Array.from(values),
  };
}

function checkRank(
  set: { shape: readonly number[]; values: TypedArray },
  rank: number,
  what: string,
): readonly number[] {
  if (set?.shape?.length !== rank) {
    throw cannot(`draw ${what}`, {
      argument: "shape",
      must: "[count, height, width, channels]",
      received: { shape: set?.shape ?? [] },
      as: ShapeError,
    });
  }
  return set.shape;
}

function rangeOf(values: Numbers, shading: Shading): [number, number] {
  const { min, max, count } = extentOf(values);
  if (count === 0) return [0, 1];
  if (shading === "diverging") {
    const largest = Math.max(Math.abs(min), Math.abs(max)) || 1;
    return [-largest, largest];
  }
  // Bytes and shares of one keep their meaning: 0 is black, the top of the scale white.
  if (shading === "grey" && min >= 0 && max <= 1) return [0, 1];
  if (shading === "grey" && min >= 0 && max <= 255 && max > 1) return [0, 255];
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

/** Black at 0, and white at the top of bytes or of shares of one. */
function isUsual([low, high]: readonly [number, number]): boolean {
  return low === 0 && (high === 1 || high === 255);
}

/** Each picture's own range, as its caption. */
function rangesIn({ count, height, width, values }: Pictures, shading: Shading): string[] {
  const size = height * width;
  return Array.from({ length: count }, (_, i) => {
    const [low, high] = rangeOf(values.slice(i * size, (i + 1) * size), shading).map(formatNumber);
    return `${low} to ${high}`.replace(/-/g, "−");
  });
}

function captionRoom(height: number): number {
  return Math.max(2, Math.round(height * 0.22));
}

interface TileOptions {
  x: number;
  y: number;
  height: number;
  width: number;
  name: string;
}

function tile(
  pixels: TypedArray,
  options: TileOptions & {
    shading: Shading;
    range: readonly [number, number];
    showscale: boolean;
    valueTitle?: string;
  },
): Trace {
  const { x, y, height, width, name, shading, range, showscale, valueTitle } = options;
  return {
    type: "heatmap",
    name,
    z: rowsOf(pixels, { height, width }).map(withGaps),
    x0: x,
    dx: 1,
    y0: y,
    dy: 1,
    zmin: range[0],
    zmax: range[1],
    ...colorsFor(shading, range),
    showscale,
    ...(showscale && valueTitle !== undefined ? { colorbar: { title: { text: valueTitle } } } : {}),
    hovertemplate: "%{z}<extra>%{fullData.name}</extra>",
  };
}

/** plotly chooses a scale by the signs of the numbers; where that is another than the one asked for, it is told. */
function colorsFor(shading: Shading, [low, high]: readonly [number, number]): object {
  if (shading === "grey") return { colorscale: BLACK_TO_WHITE };
  if (shading === "sequential") return low < 0 ? { colorscale: littleToMuch() } : { autocolorscale: true };
  return low < 0 && high > 0 ? { autocolorscale: true } : { colorscale: divergingShades() };
}

function colorTile(pixels: TypedArray, { x, y, height, width, name }: TileOptions): Trace {
  // The image trace counts in bytes; shares of one are stretched.
  const scale = pixels instanceof Uint8Array || extentOf(pixels).max > 1 ? 1 : 255;
  const z = Array.from({ length: height }, (_, r) =>
    Array.from({ length: width }, (_, c) =>
      Array.from(pixels.slice((r * width + c) * 3, (r * width + c + 1) * 3), (value) =>
        isNumber(value) ? Math.round(value * scale) : 0,
      ),
    ),
  );
  return {
    type: "image",
    name,
    z,
    x0: x,
    dx: 1,
    y0: y,
    dy: 1,
    hovertemplate: "%{z}<extra>%{fullData.name}</extra>",
  };
}

function rowsOf(pixels: TypedArray, { height, width }: { height: number; width: number }): TypedArray[] {
  return Array.from({ length: height }, (_, r) => pixels.slice(r * width, (r + 1) * width));
}

function caption(text: string, { x, y }: { x: number; y: number }) {
  return {
    text,
    x: x - 0.5,
    y: y - 0.5,
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
    font: { size: CAPTION_SIZE },
    yshift: 2,
    borderpad: 0,
    align: "left",
  };
}

/** Tiles whose zero is as light as the page need an edge. */
function outline({ x, y }: { x: number; y: number }, { height, width }: { height: number; width: number }) {
  return {
    type: "rect",
    x0: x - 0.5,
    x1: x + width - 0.5,
    y0: y - 0.5,
    y1: y + height - 0.5,
    line: { width: 1 },
    opacity: 0.5,
  };
}

/** So many pixels that tiles are about as wide as a column of the page allows, and at most 120 high. */
function gridHeight(grid: TileGrid & { rows: number }): number {
  const { columns, height, width, gap } = grid;
  const across = columns * (width + gap);
  const pixel = Math.min(780 / across, TILE / height);
  return Math.round(Math.min(900, 90 + bottomOf(grid) * pixel));
}

/** How high a tile is in a chart of a given height. */
function tileIn(height: number, grid: TileGrid & { rows: number }): number {
  return Math.max(1, Math.round((grid.height * (height - FRAME)) / bottomOf(grid)));
}

/** The lower edge of the last row. */
function bottomOf(grid: TileGrid & { rows: number }): number {
  return tilePlace((grid.rows - 1) * grid.columns, grid).y + grid.height;
}

function describeCaptions(captions: readonly string[] | undefined): string {
  if (!captions) return "";
  const shown = captions.slice(0, 16).map((text) => text.replace(/<br\s*\/?>/g, " ").replace(/<[^>]*>/g, ""));
  return `: ${shown.join(", ")}${captions.length > 16 ? ` and ${captions.length - 16} more` : ""}`;
}

function describeValues(
  values: Numbers,
  { channels, shading }: { channels: number; shading: Shading },
): string {
  const { min, max, count, missing } = extentOf(values);
  const gaps = describeMissing(missing);
  if (channels === 3 || (shading === "grey" && isUsual(rangeOf(values, shading)))) return gaps;
  if (count === 0) return ` No value is finite.${gaps}`;
  return ` Values from ${formatNumber(min)} to ${formatNumber(max)}.${gaps}`;
}
