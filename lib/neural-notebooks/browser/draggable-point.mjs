/**
 * Draws a chart with a point that the learner drags, as a widget of anywidget. The chart is drawn by the course's
 * chart extension; the point is a button above it, so that the keyboard moves it, too.
 */

const SHARE_OF_AXIS = 0.01;

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
    return xaxis?.d2p && yaxis?.d2p ? { xaxis, yaxis } : undefined;
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

  const move = (x, y) => {
    const { x: xs, y: ys } = model.get("limits");
    model.set("point", [within(x, xs), within(y, ys)]);
    model.save_changes();
    place();
  };

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
    const found = grabbed && axes();
    if (!found) return;
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
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!found || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = model.get("point");
    move(x + way[0] * stepOf(found.xaxis), y + way[1] * stepOf(found.yaxis));
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

function stepOf(axis) {
  const [from, to] = axis.range;
  return SHARE_OF_AXIS * Math.abs(to - from);
}

function inside(pixels, length) {
  return Math.min(length, Math.max(0, pixels));
}

/** The ends of a direction, and its step where there is one. */
function within(value, { min, max, step }) {
  const near = step ? Math.round(value / step) * step : value;
  return Number(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, near)).toPrecision(6));
}

export default { render };
