// @ts-check
/**
 * Draws a chart with a point that the learner drags, as a widget of anywidget. The chart is drawn by the course's
 * chart extension; the point is a button above it, so that the keyboard moves it, too.
 */

const SHARE_OF_AXIS = 0.01;

/** Which way the arrow keys move the point. */
const WAYS = new Map([
  ["ArrowLeft", { x: -1, y: 0 }],
  ["ArrowRight", { x: 1, y: 0 }],
  ["ArrowUp", { x: 0, y: 1 }],
  ["ArrowDown", { x: 0, y: -1 }],
]);

/**
 * The ends between which a coordinate moves, and its steps.
 *
 * @typedef {{ min?: number, max?: number, step?: number }} Limits
 */

/**
 * What the kernel tells: draggable.ts makes it.
 *
 * @typedef {object} State
 * @property {object} figure - The chart.
 * @property {[number, number]} point - Where the point stands, in the units of the axes.
 * @property {{ x: Limits, y: Limits }} limits - Where it may go.
 * @property {string} description - The point's name.
 * @property {string} text - The chart in words.
 */

/**
 * Draws the widget.
 *
 * @param {{ model: WidgetModel<State>, el: HTMLElement }} place - The state, and the element to draw into.
 * @returns {(() => void) | undefined} Takes the widget away.
 */
function render({ model, el }) {
  const charts = window.neuralNotebooksCharts;
  if (!charts) {
    el.textContent = model.get("text");
    return undefined;
  }
  const host = document.createElement("div");
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "nn-drag";
  handle.hidden = true;
  el.classList.add("nn-drag-place");
  el.append(host, handle);
  const view = new charts.ChartView(host);
  const axes = () => {
    const { xaxis, yaxis } = view.plot._fullLayout ?? {};
    return isDrawn(xaxis) && isDrawn(yaxis) ? { xaxis, yaxis } : undefined;
  };
  const frame = () => {
    const plot = view.plot.getBoundingClientRect();
    const place = el.getBoundingClientRect();
    return { left: plot.left - place.left, top: plot.top - place.top };
  };

  const place = () => {
    const found = axes();
    handle.hidden = !found;
    if (!found) return;
    const [x, y] = model.get("point");
    const { left, top } = frame();
    handle.style.left = `${left + found.xaxis._offset + found.xaxis.d2p(x)}px`;
    handle.style.top = `${top + found.yaxis._offset + found.yaxis.d2p(y)}px`;
    handle.setAttribute(
      "aria-label",
      `${model.get("description") || "point"}: ${x}, ${y}; arrow keys move it`,
    );
  };

  /** @type {(x: number, y: number) => void} */
  const move = (x, y) => {
    const { x: xs, y: ys } = model.get("limits");
    model.set("point", [within(x, xs), within(y, ys)]);
    model.save_changes();
    place();
  };

  /** @type {{ x: number, y: number } | undefined} */
  let grabbed;
  handle.addEventListener("pointerdown", (event) => {
    const box = handle.getBoundingClientRect();
    // The place where the point was taken stays under the pointer.
    grabbed = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    const found = axes();
    if (!grabbed || !found) return;
    const plot = view.plot.getBoundingClientRect();
    const x = event.clientX - grabbed.x - plot.left - found.xaxis._offset;
    const y = event.clientY - grabbed.y - plot.top - found.yaxis._offset;
    move(found.xaxis.p2d(inside(x, found.xaxis._length)), found.yaxis.p2d(inside(y, found.yaxis._length)));
  });
  const release = () => {
    grabbed = undefined;
  };
  handle.addEventListener("pointerup", release);
  handle.addEventListener("pointercancel", release);
  handle.addEventListener("keydown", (event) => {
    const found = axes();
    const way = WAYS.get(event.key);
    if (!found || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = model.get("point");
    move(x + way.x * stepOf(found.xaxis), y + way.y * stepOf(found.yaxis));
  });

  const show = () => view.show(model.get("figure"), model.get("text"));
  model.on("change:figure", show);
  model.on("change:point", place);
  show();
  // The plot has events only once plotly.js has drawn it.
  const waiting = setInterval(() => {
    if (!view.plot.on) return;
    clearInterval(waiting);
    view.plot.on("plotly_afterplot", place);
    place();
  }, 50);
  return () => {
    clearInterval(waiting);
    model.off("change:figure", show);
    model.off("change:point", place);
    view.dispose();
  };
}

/**
 * True for a flat axis that is drawn; those of a scene have no place in pixels.
 *
 * @param {Partial<DrawnAxis> | undefined} axis
 * @returns {axis is DrawnAxis}
 */
function isDrawn(axis) {
  return axis?.d2p !== undefined;
}

/** @param {DrawnAxis} axis */
function stepOf(axis) {
  const [from, to] = axis.range;
  return SHARE_OF_AXIS * Math.abs(to - from);
}

/**
 * @param {number} pixels
 * @param {number} length
 */
function inside(pixels, length) {
  return Math.min(length, Math.max(0, pixels));
}

/**
 * Keeps a value between the ends of a direction, and to its step where there is one.
 *
 * @param {number} value
 * @param {Limits} limits
 */
function within(value, { min, max, step }) {
  const near = step ? Math.round(value / step) * step : value;
  return Number(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, near)).toPrecision(6));
}

export default { render };
