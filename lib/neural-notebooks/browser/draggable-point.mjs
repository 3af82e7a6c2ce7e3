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
  const point = new DraggablePoint(charts, { model, el });
  return () => point.dispose();
}

/** The chart, and the button above it that is the point. */
class DraggablePoint {
  /**
   * @param {NonNullable<Window["neuralNotebooksCharts"]>} charts - The course's chart extension.
   * @param {{ model: WidgetModel<State>, el: HTMLElement }} place - The state, and the element to draw into.
   */
  constructor(charts, { model, el }) {
    this.model = model;
    this.el = el;
    const host = document.createElement("div");
    this.handle = makeHandle();
    el.classList.add("nn-drag-place");
    el.append(host, this.handle);
    this.view = new charts.ChartView(host);
    /** @type {{ x: number, y: number } | undefined} */
    this.grabbed = undefined;
    this.listen();
    model.on("change:figure", this.show);
    model.on("change:point", this.place);
    this.show();
    // The plot has events only once plotly.js has drawn it.
    this.waiting = setInterval(() => {
      if (!this.view.plot.on) return;
      clearInterval(this.waiting);
      this.view.plot.on("plotly_afterplot", this.place);
      this.place();
    }, 50);
  }

  listen() {
    const { handle } = this;
    const release = () => {
      this.grabbed = undefined;
    };
    handle.addEventListener("pointerdown", (event) => this.grab(event));
    handle.addEventListener("pointermove", (event) => this.drag(event));
    handle.addEventListener("pointerup", release);
    handle.addEventListener("pointercancel", release);
    handle.addEventListener("keydown", (event) => this.step(event));
  }

  /** The chart's axes; none before it is drawn. */
  axes() {
    const { xaxis, yaxis } = this.view.plot._fullLayout ?? {};
    return isDrawn(xaxis) && isDrawn(yaxis) ? { xaxis, yaxis } : undefined;
  }

  show = () => {
    this.view.show(this.model.get("figure"), this.model.get("text"));
  };

  /** Puts the button where the point is. */
  place = () => {
    const { handle, model } = this;
    const found = this.axes();
    handle.hidden = !found;
    if (!found) return;
    const [x, y] = model.get("point");
    const plot = this.view.plot.getBoundingClientRect();
    const place = this.el.getBoundingClientRect();
    handle.style.left = `${plot.left - place.left + found.xaxis._offset + found.xaxis.d2p(x)}px`;
    handle.style.top = `${plot.top - place.top + found.yaxis._offset + found.yaxis.d2p(y)}px`;
    handle.setAttribute(
      "aria-label",
      `${model.get("description") || "point"}: ${x}, ${y}; arrow keys move it`,
    );
  };

  /**
   * Moves the point, as far as it may go.
   *
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    const { x: xs, y: ys } = this.model.get("limits");
    this.model.set("point", [within(x, xs), within(y, ys)]);
    this.model.save_changes();
    this.place();
  }

  /** @param {PointerEvent} event */
  grab(event) {
    const { handle } = this;
    const box = handle.getBoundingClientRect();
    // The place where the point was taken stays under the pointer.
    this.grabbed = {
      x: event.clientX - box.left - box.width / 2,
      y: event.clientY - box.top - box.height / 2,
    };
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const found = this.axes();
    if (!this.grabbed || !found) return;
    const { xaxis, yaxis } = found;
    const plot = this.view.plot.getBoundingClientRect();
    const x = event.clientX - this.grabbed.x - plot.left - xaxis._offset;
    const y = event.clientY - this.grabbed.y - plot.top - yaxis._offset;
    this.move(xaxis.p2d(inside(x, xaxis._length)), yaxis.p2d(inside(y, yaxis._length)));
  }

  /**
   * One step by an arrow key.
   *
   * @param {KeyboardEvent} event
   */
  step(event) {
    const found = this.axes();
    const way = WAYS.get(event.key);
    if (!found || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = this.model.get("point");
    this.move(x + way.x * stepOf(found.xaxis), y + way.y * stepOf(found.yaxis));
  }

  dispose() {
    clearInterval(this.waiting);
    this.model.off("change:figure", this.show);
    this.model.off("change:point", this.place);
    this.view.dispose();
  }
}

function makeHandle() {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "nn-drag";
  handle.hidden = true;
  return handle;
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
