/** Where the pictures of a grid stand on the one pair of axes that they share. */

/** The measures of a grid, in pixels of its pictures. */
export interface TileGrid {
  /** Tiles in a row. */
  readonly columns: number;
  /** Height and width of a tile. */
  readonly height: number;
  readonly width: number;
  /** Room between two tiles. */
  readonly gap: number;
  /** Room over a tile for its caption. */
  readonly caption: number;
}

/** What an image grid writes into `layout.meta.grid`, from which the page lays it out anew. */
export interface TileGridMeta extends TileGrid {
  /** How many pictures there are: the first traces, captions and outlines of the figure are theirs. */
  readonly count: number;
  /** A tile is at most so high, in pixels of the page. */
  readonly tile: number;
}

/** Margins of an image grid, in pixels of the page. */
export const TILE_MARGIN = { t: 56, r: 16, b: 16, l: 16 } as const;

/** Size of a caption's letters, in pixels of the page. */
export const CAPTION_SIZE = 12;

/**
 * The upper left corner of a tile.
 *
 * @param index - Which tile, from 0, row by row.
 * @param grid - The measures.
 * @returns Its place on the axes; rows go down.
 * @example
 * assert.deepEqual(tilePlace(3, { columns: 2, height: 28, width: 28, gap: 4, caption: 6 }), { x: 32, y: 38 });
 */
export function tilePlace(index: number, grid: TileGrid): { x: number; y: number } {
  const { columns, height, width, gap, caption } = grid;
  return {
    x: (index % columns) * (width + gap),
    y: Math.floor(index / columns) * (height + gap + caption),
  };
}
