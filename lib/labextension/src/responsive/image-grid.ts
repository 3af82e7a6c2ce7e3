/** Lays a grid of pictures out for a width: as many in a row as their captions leave room for. */
import { CAPTION_SIZE, TILE_MARGIN, tilePlace, type TileGridMeta } from "neural-notebooks/charts/rendering";
import type { Annotation, DataAndLayout, FigureLayout, FigureTrace, Space } from "./figure-types";
import { COLOR_SCALE_WIDTH } from "./layout-parts";
import { linesOf, plainText, wrapText } from "./text";

/** In pixels: the least width of a tile without a caption, and the width that a caption may ask for. */
const TILE_WIDTH = 40;
const CAPTION_WIDTH = 116;
/** Room between the tiles and their scale, in pixels. */
const SCALE_GAP = 10;
/** Air between the title and captions of several lines, in pixels for each line beyond the first. */
const TITLE_GAP = 8;
/** The height of a line of a caption, in pixels. */
const CAPTION_LINE = 16;

type TilePosition = ReturnType<typeof tilePlace>;

/**
 * Lays pictures out anew.
 *
 * @param data - The traces: first one of each picture, in their order.
 * @param layout - With `meta.grid`, and captions and outlines in the order of the pictures.
 * @param space - The place.
 * @returns Data and layout in which pictures, captions and outlines have their new places; others as they came.
 */
export function layoutForImageGrid(
  data: readonly FigureTrace[],
  layout: FigureLayout,
  { width, measure }: Pick<Space, "width" | "measure">,
): DataAndLayout {
  const grid = layout.meta?.grid;
  if (!grid) return { data, layout };
  const { count } = grid;
  const margin = { ...TILE_MARGIN, ...layout.margin };
  const notes = layout.annotations ?? [];
  const captions = notes.slice(0, count);
  const style = { size: captions[0]?.font?.size ?? CAPTION_SIZE, measure };
  const scale = data.some((trace) => trace.showscale === true) ? COLOR_SCALE_WIDTH : 0;
  const room = Math.max(80, width - margin.l - margin.r - scale);
  const { columns, pixel } = columnsFor(captions, { ...style, grid, room });
  const step = grid.width + grid.gap;
  const pitch = columns === 1 ? room : pixel * step;
  const texts = captions.map(({ text = "" }) => wrapText(text, { ...style, room: pitch - 6 }));
  const lines = Math.max(0, ...texts.map((each) => each.length));
  const next = { ...grid, columns, caption: lines > 0 ? (lines * CAPTION_LINE + 4) / pixel : 0 };
  const places = (i: number) => ({ from: tilePlace(i, grid), to: tilePlace(i, next) });
  const rows = Math.ceil(count / columns);
  const top = margin.t + Math.max(0, lines - 1) * (CAPTION_LINE + TITLE_GAP);
  const bottom = tilePlace((rows - 1) * columns, next).y + grid.height;
  // Half a pixel belongs to the outermost ones; a little air keeps their outlines whole.
  const air = 0.5 + 0.02 * step;
  // The scale of the shades stands beside the last tile, not at the far edge of a wide page.
  const across = (columns * step - grid.gap + 2 * air - 1) * pixel;
  const scaleX = Math.min(1, (across + SCALE_GAP) / (width - margin.l - margin.r));
  return {
    data: data.map((trace, i) =>
      i < count ? withScaleAt(moved(trace, ["x0", "y0"], places(i)), scaleX) : trace,
    ),
    layout: {
      ...layout,
      annotations: notes.map((note, i) =>
        i < count ? { ...moved(note, ["x", "y"], places(i)), text: (texts[i] ?? []).join("<br>") } : note,
      ),
      shapes: (layout.shapes ?? []).map((shape, i) =>
        i < count ? moved(shape, ["x0", "x1", "y0", "y1"], places(i)) : shape,
      ),
      xaxis: { ...(layout["xaxis"] as object), range: [-air, columns * step - grid.gap - 1 + air] },
      yaxis: { ...(layout["yaxis"] as object), autorange: false, range: [bottom - 1 + air, -air] },
      margin: { ...margin, t: top },
      height: Math.round(top + margin.b + (bottom + 0.04 * step) * pixel),
    },
  };
}

/** A trace whose scale of colours stands at a place, as a share of the plot's width. */
function withScaleAt(trace: FigureTrace, x: number): FigureTrace {
  if (trace.showscale !== true) return trace;
  return { ...trace, colorbar: { ...(trace["colorbar"] as object | undefined), x, xanchor: "left" } };
}

/** How many pictures stand in a row, and how many pixels of the page one of theirs takes. */
function columnsFor(
  captions: readonly Annotation[],
  options: {
    grid: TileGridMeta;
    room: number;
    size: number;
    measure: Space["measure"];
  },
): { columns: number; pixel: number } {
  const { grid, room, size, measure } = options;
  const lengths = captions.flatMap(({ text = "" }) =>
    linesOf(text).map((line) => measure(plainText(line), size)),
  );
  const widest = Math.max(0, ...lengths) + 8;
  const minimum = captions.length > 0 ? Math.max(TILE_WIDTH, Math.min(widest, CAPTION_WIDTH)) : TILE_WIDTH;
  const columns = Math.max(1, Math.min(grid.columns, grid.count, Math.floor(room / minimum)));
  const step = grid.width + grid.gap;
  return { columns, pixel: Math.min(room / (columns * step), grid.tile / grid.height) };
}

/** Moves what stands at `keys`, such as `x0` and `y0`, as its tile moves. */
function moved<Item extends { readonly [attribute: string]: unknown }>(
  item: Item,
  keys: readonly string[],
  { from, to }: { from: TilePosition; to: TilePosition },
): Item {
  const places = keys.map((key) => {
    const axis = key.startsWith("x") ? "x" : "y";
    return [key, Number(item[key]) + to[axis] - from[axis]];
  });
  return { ...item, ...(Object.fromEntries(places) as object) };
}
