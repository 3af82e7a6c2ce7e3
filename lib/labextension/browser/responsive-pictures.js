/** Lays a grid of pictures out for a width: as many in a row as their captions leave room for. */
const fitPictures = (() => {
  "use strict";

  const { SCALE, plain, linesOf, wrapAll } = fitParts;
  /** A tile without a caption is at least so wide; a caption may ask for so much. */
  const LEAST = 40;
  const CAPTION = 116;
  /** A line of a caption. */
  const LINE = 16;

  /** Which place a tile has among `columns`, in pixels of the pictures. */
  const placeOf = (i, { columns, width, height, gap, caption }) => ({
    x: (i % columns) * (width + gap),
    y: Math.floor(i / columns) * (height + gap + caption),
  });

  /**
   * @param data - The traces: first one of each picture, in their order.
   * @param layout - With `meta.grid`, as images.ts writes it, and captions and outlines in the order of the pictures.
   * @returns Data and layout in which pictures, captions and outlines have their new places; others as they came.
   */
  return (data, layout, { width, measure }) => {
    const grid = layout.meta?.grid;
    if (!grid) return { data, layout };
    const margin = { t: 56, r: 16, b: 16, l: 16, ...layout.margin };
    const notes = layout.annotations ?? [];
    const captions = notes.slice(0, grid.count);
    const size = captions[0]?.font?.size ?? 12;
    const scale = data.some((trace) => trace.showscale === true) ? SCALE : 0;
    const room = Math.max(80, width - margin.l - margin.r - scale);
    const lengths = captions.flatMap(({ text }) => linesOf(text).map((line) => measure(plain(line), size)));
    const widest = Math.max(0, ...lengths) + 8;
    const least = captions.length > 0 ? Math.max(LEAST, Math.min(widest, CAPTION)) : LEAST;
    const columns = Math.max(1, Math.min(grid.columns, grid.count, Math.floor(room / least)));
    const rows = Math.ceil(grid.count / columns);
    const step = grid.width + grid.gap;
    const pixel = Math.min(room / (columns * step), grid.tile / grid.height);
    const pitch = columns === 1 ? room : pixel * step;
    const texts = captions.map(({ text }) => wrapAll(text, { room: pitch - 6, size, measure }));
    const lines = Math.max(0, ...texts.map((each) => each.length));
    const fitted = { ...grid, columns, caption: lines > 0 ? (lines * LINE + 4) / pixel : 0 };
    const moved = (item, i, keys) => {
      const from = placeOf(i, grid);
      const to = placeOf(i, fitted);
      const places = keys.map((key) => [key, item[key] + to[key[0]] - from[key[0]]]);
      return { ...item, ...Object.fromEntries(places) };
    };
    const captioned = (note, i) => ({ ...moved(note, i, ["x", "y"]), text: texts[i].join("<br>") });
    const top = margin.t + Math.max(0, lines - 1) * LINE;
    const bottom = placeOf((rows - 1) * columns, fitted).y + grid.height;
    // Half a pixel belongs to the outermost ones; a little air keeps their outlines whole.
    const air = 0.5 + 0.02 * step;
    return {
      data: data.map((trace, i) => (i < grid.count ? moved(trace, i, ["x0", "y0"]) : trace)),
      layout: {
        ...layout,
        annotations: notes.map((note, i) => (i < grid.count ? captioned(note, i) : note)),
        shapes: (layout.shapes ?? []).map((each, i) =>
          i < grid.count ? moved(each, i, ["x0", "x1", "y0", "y1"]) : each,
        ),
        xaxis: { ...layout.xaxis, range: [-air, columns * step - grid.gap - 1 + air] },
        yaxis: { ...layout.yaxis, autorange: false, range: [bottom - 1 + air, -air] },
        margin: { ...margin, t: top },
        height: Math.round(top + margin.b + (bottom + 0.04 * step) * pixel),
      },
    };
  };
})();
