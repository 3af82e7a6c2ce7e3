/** What all parts of fitting share: plotly's defaults, and texts that are measured and broken into lines. */
const fitParts = (() => {
  "use strict";

  /** Height of a chart that names none. */
  const HEIGHT = 380;
  /** Sizes of text and of titles, as the templates set them; plotly gives a line so much of its size. */
  const FONT = 13;
  const TITLE = 16;
  const LINE = 1.3;

  const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  const merged = (base, over) => {
    const result = { ...base };
    for (const [key, value] of Object.entries(over)) {
      result[key] = isPlain(result[key]) && isPlain(value) ? merged(result[key], value) : value;
    }
    return result;
  };

  /** The text of a title, which plotly takes as a text or as an object. */
  const textOf = (title) => (isPlain(title) ? title.text : title) ?? "";

  const plain = (html) =>
    html
      .replace(/<[^>]*>/g, "")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");

  const linesOf = (text) => text.split(/<br\s*\/?>/);

  const sizeOf = (mark, size) => Number(/font-size:\s*(\d+)px/.exec(mark)?.[1] ?? size);

  const widthOf = (line, { size, measure }) => measure(plain(line), sizeOf(line, size));

  /** Breaks a line at blanks so that no part is longer than `room`; a mark around the whole goes around each part. */
  function wrap(line, { room, size, measure }) {
    if (widthOf(line, { size, measure }) <= room) return [line];
    const whole = /^(<(span|b|i)(?:\s[^>]*)?>)([^<]*)(<\/\2>)$/.exec(line);
    const [open, inner, close] = whole ? [whole[1], whole[3], whole[4]] : ["", line, ""];
    const own = sizeOf(line, size);
    const blank = measure(" ", own);
    const parts = [];
    let words = [];
    let used = 0;
    // A mark such as <span style="…"> holds blanks that are no places to break at.
    for (const word of inner.match(/(?:<\/?[a-z][^>]*>|\S)+/gi) ?? []) {
      const width = measure(plain(word), own);
      if (words.length > 0 && used + blank + width > room) {
        parts.push(words.join(" "));
        words = [];
        used = 0;
      }
      used += (words.length > 0 ? blank : 0) + width;
      words.push(word);
    }
    return [...parts, words.join(" ")].map((part) => `${open}${part}${close}`);
  }

  /** All lines of a text, broken where they are too long. */
  const wrapAll = (text, how) => linesOf(text).flatMap((line) => wrap(line, how));

  const heightOf = (layout) => layout.height ?? HEIGHT;
  const marginOf = (layout) => ({ t: 100, r: 80, b: 80, l: 80, ...layout.margin });

  const SCALED = /^(heatmap|contour|surface)$/;
  /** What a scale of colours takes at the right. */
  const SCALE = 70;

  /** What the axes and a scale of colours leave for the plot, about. */
  function plotWidthOf(data, layout, width) {
    const { l, r } = marginOf(layout);
    const scaled = data.some(
      (trace) => SCALED.test(trace.type) && trace.visible !== false && (trace.showscale ?? true),
    );
    return Math.max(80, width - l - r - 20 - (scaled ? SCALE : 0));
  }

  return {
    HEIGHT,
    FONT,
    TITLE,
    LINE,
    SCALE,
    isPlain,
    merged,
    textOf,
    plain,
    linesOf,
    widthOf,
    wrapAll,
    heightOf,
    marginOf,
    plotWidthOf,
  };
})();
