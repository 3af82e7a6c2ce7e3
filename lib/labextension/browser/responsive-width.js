/**
 * Fits a figure to the width at which it is drawn: wraps titles, gives the legend a row of its own, stacks panels,
 * lays pictures out anew. It reads no page: sources.ts puts it beside the renderer, tests call it with a ruler of theirs.
 */
const fitFigure = (() => {
  "use strict";

  const { FONT, LINE, isPlain, merged, textOf, linesOf, wrapAll, heightOf, marginOf, plotWidthOf } = fitParts;
  /** plotly's names of axes, in a size of their own. */
  const AXIS_NAME = Math.round(FONT * 1.2);
  /** A panel narrower than `named` or `bare` goes below the one before it; `names`: room for a name between two. */
  const PANEL = { named: 250, bare: 110, height: 190, gap: 64, names: 84 };
  /** A slider with its text and numbers, and the row of buttons that may go below it. */
  const SLIDER = 84;
  const BUTTONS = 40;

  const axesOf = (layout, letter) => {
    const name = new RegExp(`^${letter}axis\\d*$`);
    return Object.keys(layout).filter((key) => name.test(key) && isPlain(layout[key]));
  };

  /** Panels side by side get the room that names and numbers between them need, or stand one below the other. */
  function fitPanels(layout, { width }) {
    const { l, r, t, b } = marginOf(layout);
    const panels = axesOf(layout, "x").filter((key) => Array.isArray(layout[key].domain));
    const verticals = panels.map((key) => key.replace("x", "y"));
    const inRow = verticals.every((key) => isPlain(layout[key]) && !layout[key].domain);
    if (panels.length < 2 || !inRow) return layout;
    const plotWidth = width - l - r;
    const named = verticals.slice(1).some((key) => textOf(layout[key].title) !== "");
    const result = { ...layout };
    if (plotWidth / panels.length >= (named ? PANEL.named : PANEL.bare)) {
      const gap = named ? PANEL.names / plotWidth : 0;
      if (gap <= layout[panels[1]].domain[0] - layout[panels[0]].domain[1]) return layout;
      const each = (1 - gap * (panels.length - 1)) / panels.length;
      panels.forEach((key, i) => {
        result[key] = { ...layout[key], domain: [i * (each + gap), i * (each + gap) + each] };
      });
      return result;
    }
    const inner = panels.length * PANEL.height + (panels.length - 1) * PANEL.gap;
    const { title } = layout[verticals[0]];
    panels.forEach((key, i) => {
      const own = layout[verticals[i]];
      const top = 1 - (i * (PANEL.height + PANEL.gap)) / inner;
      // A panel that read its numbers off the first one shows them itself now.
      const shared = textOf(own.title) === "" && own.showticklabels === false;
      const axis = shared ? { ...own, title, showticklabels: true } : own;
      result[key] = { ...layout[key], domain: [0, 1] };
      result[verticals[i]] = { ...axis, domain: [Math.max(0, top - PANEL.height / inner), top] };
    });
    return { ...result, height: inner + t + b };
  }

  /** Makes the margin below the plot higher; controls that stand in it move down. */
  function lowered(layout, by) {
    if (by === 0) return layout;
    const down = (each) => ({ ...each, pad: { ...each.pad, t: (each.pad?.t ?? 0) + by } });
    const margin = marginOf(layout);
    const result = { ...layout, margin: { ...margin, b: margin.b + by }, height: heightOf(layout) + by };
    for (const key of ["updatemenus", "sliders"]) {
      // plotly's sliders stand below the plot unless they are told otherwise, its menus at its top.
      const y = key === "sliders" ? 0 : 1;
      if (layout[key]) result[key] = layout[key].map((each) => ((each.y ?? y) <= 0 ? down(each) : each));
    }
    return result;
  }

  /** Names of axes that are longer than their axis go over several lines. */
  function fitAxisNames(layout, { width, measure }) {
    const { l, r, t, b } = marginOf(layout);
    const sides = { x: width - l - r, y: heightOf(layout) - t - b };
    const changes = {};
    let more = 0;
    for (const letter of ["x", "y"]) {
      for (const key of axesOf(layout, letter)) {
        const { title, domain = [0, 1] } = layout[key];
        const text = textOf(title);
        const share = domain[1] - domain[0];
        // A name beside the whole plot may reach a little beyond it.
        const room = Math.max(80, share * sides[letter] + (share === 1 ? 40 : 0));
        const size = title?.font?.size ?? AXIS_NAME;
        const lines = wrapAll(text, { room, size, measure });
        const added = lines.length - linesOf(text).length;
        if (added === 0) continue;
        changes[key] = { title: { ...(isPlain(title) ? title : {}), text: lines.join("<br>") } };
        if (letter === "x") more = Math.max(more, Math.ceil(added * size * LINE));
      }
    }
    if (Object.keys(changes).length === 0) return layout;
    return lowered(merged(layout, changes), more);
  }

  /** Where the slider's text would run into the buttons, the buttons go below the slider. */
  function fitControls(data, layout, { width, measure }) {
    const [slider] = layout.sliders ?? [];
    const menus = layout.updatemenus ?? [];
    const at = menus.findIndex((menu) => menu.type === "buttons" && (menu.y ?? 1) <= 0);
    if (!slider || at < 0) return layout;
    const prefix = slider.currentvalue?.prefix ?? "";
    const widths = (slider.steps ?? []).map(({ label = "" }) => measure(`${prefix}${label}`, FONT));
    const buttons = (menus[at].buttons ?? []).reduce(
      (sum, { label = "" }) => sum + measure(label, FONT) + 32,
      0,
    );
    if (Math.max(0, ...widths) + buttons + 12 <= plotWidthOf(data, layout, width)) return layout;
    const margin = marginOf(layout);
    const moved = (menu) => ({
      ...menu,
      x: 0,
      xanchor: "left",
      pad: { ...menu.pad, t: (menu.pad?.t ?? 0) + SLIDER },
    });
    return {
      ...layout,
      updatemenus: menus.map((menu, i) => (i === at ? moved(menu) : menu)),
      margin: { ...margin, b: margin.b + BUTTONS },
      height: heightOf(layout) + BUTTONS,
    };
  }

  function fitOne(data, layout, how) {
    const pictures = fitPictures(data, layout, how);
    const names = fitAxisNames(fitPanels(pictures.layout, how), how);
    const controls = fitControls(pictures.data, names, how);
    return { data: pictures.data, layout: fitBand(pictures.data, controls, how) };
  }

  const ENTRIES = { updatemenus: "buttons", sliders: "steps" };
  const KINDS = Object.keys(ENTRIES);

  /** The controls with their entries changed one by one. */
  const withEntries = (layout, change) =>
    Object.fromEntries(
      KINDS.filter((kind) => layout[kind]).map((kind) => {
        const list = ENTRIES[kind];
        return [kind, layout[kind].map((each) => ({ ...each, [list]: (each[list] ?? []).flatMap(change) }))];
      }),
    );

  /** A layout in which an entry's changes were made, and the traces that it shows. */
  function stateOf(data, layout, { traces, changes }) {
    const set = Object.entries(changes).filter(([, value]) => value !== null);
    const kept = Object.entries(layout).filter(([key]) => changes[key] !== null);
    const margin = merged(layout.margin ?? {}, changes.margin ?? {});
    return {
      data: data.map((trace, i) => ({ ...trace, visible: traces?.visible?.[i] ?? trace.visible })),
      layout: withoutGrid({ ...Object.fromEntries([...kept, ...set]), margin }),
    };
  }

  /** Pictures are laid out by the number of their trace, which in one chart of several states is another. */
  const withoutGrid = (layout) =>
    layout.meta?.grid ? { ...layout, meta: { ...layout.meta, grid: undefined } } : layout;

  /** A dropdown or slider of states: each state's texts are wrapped, and all share the largest margins and one height. */
  function fitStates(data, layout, how) {
    const isState = ({ method, args }) => method === "update" && isPlain(args?.[1]);
    const entries = KINDS.flatMap((kind) =>
      (layout[kind] ?? []).flatMap((each) => each[ENTRIES[kind]] ?? []),
    );
    // Controls take room whatever their entries are, and each of those holds a whole layout.
    const bare = { ...layout, ...withEntries(layout, () => []) };
    const states = entries.filter(isState).map((entry) => {
      const [traces, changes] = entry.args;
      return { entry, ...stateOf(data, bare, { traces, changes }) };
    });
    if (states.length === 0) return fitOne(data, layout, how);
    const start = withoutGrid(layout);
    const first = fitOne(data, start, how).layout;
    const fitted = states.map((state) => fitOne(state.data, state.layout, how).layout);
    if (first === start && fitted.every((each, i) => each === states[i].layout)) return { data, layout };
    const all = [first, ...fitted];
    const top = Math.max(...all.map((each) => marginOf(each).t));
    const bottom = Math.max(...all.map((each) => marginOf(each).b));
    const height = Math.max(
      ...all.map((each) => heightOf(each) + top - marginOf(each).t + bottom - marginOf(each).b),
    );
    const alike = (each) => {
      const { legend } = each;
      // A legend hangs below the title by a share of the height.
      const y = 1 - ((1 - legend?.y) * heightOf(each)) / height;
      const hung = legend?.yref === "container" ? { legend: { ...legend, y } } : {};
      const low = lowered(each, bottom - marginOf(each).b);
      return { ...low, ...hung, margin: { ...low.margin, t: top }, height };
    };
    const keys = new Set(all.flatMap(Object.keys));
    KINDS.forEach((kind) => keys.delete(kind));
    const changed = new Map(
      states.map(({ entry }, i) => {
        const own = alike(fitted[i]);
        // What another state sets is taken back.
        const changes = Object.fromEntries([...keys].map((key) => [key, own[key] ?? null]));
        return [entry, { ...entry, args: [entry.args[0], changes, ...entry.args.slice(2)] }];
      }),
    );
    const result = alike(first);
    return { data, layout: { ...result, ...withEntries(result, (entry) => [changed.get(entry) ?? entry]) } };
  }

  /**
   * @param figure - Data and layout as they were saved; they are not changed.
   * @param how - `width` of the place in pixels; `measure(text, size)`: the width of a text.
   * @returns Data and layout for this width, and `least`: the width below which the chart is scrolled.
   */
  return (figure, { width, measure }) => {
    const { data = [], layout = {} } = figure;
    const least = layout.meta?.minWidth ?? 0;
    // A figure with a width of its own is left as it is.
    if (layout.width !== undefined || width <= 0) return { data, layout, least };
    const how = { width: Math.max(width, least), seen: width, measure };
    return { ...fitStates(data, layout, how), least };
  };
})();
