/**
 * Notes in JupyterLab's page when a move of a slider passes each station on its way to the picture.
 *
 * It runs before any script of the page; interact.ts calls `interactProbe`.
 */
(() => {
  "use strict";

  const decoder = new TextDecoder();
  /** The stations of the move under way, in ms of the page's clock. */
  let stations = {};
  let finished = () => undefined;

  /** The first of its kind counts. */
  const note = (station, time = performance.now()) => (stations[station] ??= time);

  /** A message of a kernel is JSON, with a binary frame around it in newer servers. */
  const textOf = (data) => (typeof data === "string" ? data : decoder.decode(data));
  const fieldOf = (text, name) => new RegExp(`"${name}": ?"([^"]*)"`).exec(text)?.[1];
  /** When the kernel wrote a message; the header comes first, so it is the first date. */
  const writtenAt = (text) => Date.parse(fieldOf(text, "date")) - performance.timeOrigin;

  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const text = textOf(data);
        if ("sent" in stations && fieldOf(text, "execution_state") === "busy") note("taken", writtenAt(text));
        if (fieldOf(text, "msg_type") !== "update_display_data") return;
        note("received");
        note("published", writtenAt(text));
      });
    }

    send(data) {
      if (fieldOf(textOf(data), "msg_type") === "comm_msg") note("sent");
      super.send(data);
    }
  };

  /** Tells when the frame that holds the picture was handed over: in the task after the next frame. */
  const afterFrame = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(undefined);
    });

  /** Watches the course's renderer and plotly.js, once a chart has been drawn. */
  const watch = () => {
    const { prototype } = window.neuralNotebooksCharts.ChartView;
    const { show } = prototype;
    prototype.show = function (...args) {
      note("shown");
      return show.apply(this, args);
    };
    const { react } = window.Plotly;
    window.Plotly.react = async (...args) => {
      note("drawing");
      const plot = await react(...args);
      note("drawn");
      afterFrame(() => {
        note("painted");
        finished(stations);
      });
      return plot;
    };
    for (const type of ["keydown", "pointermove"])
      document.addEventListener(type, ({ timeStamp }) => note("moved", timeStamp), { capture: true });
  };

  /** Begins a move; what is returned waits for its picture, and gives the stations. */
  const begin = () => {
    stations = {};
    const done = new Promise((resolve) => (finished = resolve));
    return { done: () => done };
  };

  window.interactProbe = { watch, begin };
})();
