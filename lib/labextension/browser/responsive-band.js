/** Fits the band over the plot to a width: title, legend, dropdown and note stand in rows where one has no room for them. */
const fitBand = (() => {
  "use strict";

  const { FONT, TITLE, LINE } = fitParts;
  const { isPlain, merged, textOf, plain, linesOf, widthOf, wrapAll, heightOf, marginOf, plotWidthOf } =
    fitParts;
  /** Room over the title, as plotly sets it, and beside it when it begins at the chart's edge. */
  const TOP = 16;
  const EDGE = 8;
  const CAP = 0.7;
  /** plotly's horizontal legend: a sample of the line before each name, a row, the room around. */
  const SAMPLE = 50;
  const ROW = 19;
  const AROUND = 12;
  /** Beyond this share of the width a legend at the side costs the plot too much. */
  const SIDE_SHARE = 0.28;
  /** Room for a dropdown. */
  const MENU = 42;
  /** The buttons of plotly's bar stand at the right of the title. */
  const MODEBAR = 60;
  /** What the name of the vertical axis and its ticks take beside the names along it. */
  const AXIS = 40;
  const NO_LEGEND = /^(heatmap|contour|surface|image|table|carpet|mesh3d|parcoords|sankey)$/;

  /** The names that the legend shows. */
  function legendNames(data, layout) {
    if (layout.showlegend === false) return [];
    const seen = data.filter(
      ({ visible, name, type }) => visible !== false && name !== undefined && !NO_LEGEND.test(type),
    );
    const named = seen.filter((trace) => trace.showlegend !== false);
    // plotly shows no legend for a single trace, unless it is told to.
    const told = layout.showlegend === true || named.some((trace) => trace.showlegend === true);
    return told || seen.length > 1 ? named.map((trace) => plain(String(trace.name))) : [];
  }

  /** Long names along the vertical axis push the plot and its title to the right. */
  function leftOf(data, margin, measure) {
    const names = data.flatMap(({ y, visible }) =>
      Array.isArray(y) && visible !== false ? y.filter((each) => typeof each === "string") : [],
    );
    return names.reduce((left, name) => Math.max(left, measure(plain(name), FONT) + AXIS), margin.l);
  }

  const onTop = (item, y) => (item.y ?? y) >= 1 && (item.yanchor ?? "bottom") === "bottom";

  /** How wide the dropdowns are: as their longest entry, and an arrow. */
  function menuWidth(menus, measure) {
    const labels = menus.flatMap(({ buttons = [] }) => buttons.map(({ label = "" }) => label));
    return labels.reduce((widest, label) => Math.max(widest, measure(label, FONT)), 0) + 60;
  }

  /** Where the legend stands and what it needs. */
  function readLegend(data, layout, { width, measure }) {
    const items = legendNames(data, layout).map((name) => measure(name, FONT) + SAMPLE);
    const { orientation, x = 1.02, y } = layout.legend ?? {};
    const widest = Math.max(0, ...items);
    const all = items.reduce((sum, item) => sum + item, 0);
    const plotWidth = plotWidthOf(data, layout, width);
    const columns = all <= plotWidth ? items.length : Math.max(1, Math.floor(plotWidth / widest));
    return {
      all,
      plotWidth,
      height: items.length > 0 ? Math.ceil(items.length / columns) * ROW + AROUND : 0,
      across: items.length > 0 && orientation === "h" && onTop({ ...layout.legend, y }, 0),
      beside: orientation !== "h" && x > 1 && widest > SIDE_SHARE * width,
    };
  }

  /**
   * @param how - `width` of the chart; `seen`: the part of it that is seen at once; `measure`.
   * @returns The layout, or the very same one when nothing needs a change.
   */
  return (data, layout, { width, seen, measure }) => {
    const margin = marginOf(layout);
    const title = isPlain(layout.title) ? layout.title : { text: textOf(layout.title) };
    const text = textOf(title);
    const size = title.font?.size ?? TITLE;
    const ruler = { size, measure };
    const legend = readLegend(data, layout, { width, measure });
    const { across, beside, all, plotWidth } = legend;

    // As long as the title fits over the plot it stays there; else it begins at the chart's edge.
    const overPlot = Math.min(seen, width) - leftOf(data, margin, measure) - margin.r - MODEBAR;
    const fits = linesOf(text).every((line) => widthOf(line, ruler) <= overPlot);
    const room = Math.min(seen, width) - 2 * EDGE - 4;
    const lines = fits ? linesOf(text) : wrapAll(text, { ...ruler, room });
    const longest = Math.max(0, ...lines.map((line) => widthOf(line, ruler)));
    const titleBottom = text === "" ? TOP : Math.ceil(TOP + lines.length * size * LINE + 2);
    // One row holds title and legend, or a high band holds two once the title stands at its top.
    const oneRow = across && longest + all + 24 <= plotWidth;
    const twoRows = across && !oneRow;
    const high = twoRows && fits && all <= plotWidth && margin.t >= titleBottom + ROW + AROUND;
    const ownRow = beside || (twoRows && !high);
    const menus = (layout.updatemenus ?? []).filter((each) => onTop(each, 1));
    const menu = menus.length > 0;
    // A dropdown begins half a line below a title of one line.
    const crowded = menu && longest + menuWidth(menus, measure) > plotWidth;
    if (fits && !ownRow && !high && !crowded) return layout;

    const note = (layout.annotations ?? []).some((each) => each.yref === "paper" && onTop(each, 0));
    const rows = (across || beside ? legend.height : 0) + (menu ? MENU : 0) + (note ? ROW : 0);
    const top = Math.max(margin.t, titleBottom + rows + 10);
    const height = heightOf(layout) + top - margin.t;
    // plotly begins a title of one line that far below its place, but not one of several.
    const t = lines.length > 1 ? TOP + CAP * size : TOP;
    const place = { yref: "container", y: 1, yanchor: "top", pad: { t } };
    const edge = { x: 0, xref: "container", xanchor: "left", pad: { t, l: EDGE } };
    const changes = {
      title: { text: lines.join("<br>"), ...place, ...(fits ? {} : edge) },
      margin: { t: top },
    };
    if (ownRow) {
      const x = (fits ? margin.l : EDGE / 2) / width;
      const y = 1 - titleBottom / height;
      changes.legend = { orientation: "h", xref: "container", yref: "container", x, y };
      Object.assign(changes.legend, { xanchor: "left", yanchor: "top" });
    }
    return merged({ ...layout, title, ...(top === margin.t ? {} : { height }) }, changes);
  };
})();
