/**
 * Draws the MIME type application/vnd.plotly.v1+json in JupyterLab, Notebook 7 and RISE.
 *
 * This is a prebuilt extension without a build: install.ts sets ASSETS ({plotly, templates}) around it and
 * copies it. It takes Lumino's Widget from the page's shared packages and loads plotly.js at the first chart.
 */
(() => {
  "use strict";

  const NAME = "neural-notebooks-charts";
  const MIME = "application/vnd.plotly.v1+json";
  const BASE = document.currentScript.src.replace(/[^/]*$/, "");
  /** Room for the bar below a chart that is scrolled sideways. */
  const SCROLLBAR = 16;
  // A page may hold 16 WebGL contexts, and a 3-D chart takes one; so many of them stay drawn, in view or not.
  const MAX_AWAKE = 8;
  /** What an entry of a dropdown or slider may call, besides the pictures of an animation. */
  const METHODS = ["restyle", "relayout", "update"];
  const JUMP = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
  const WEBGL =
    /^(surface|scatter3d|mesh3d|volume|isosurface|cone|streamtube|scattergl|splom|parcoords|.*gl)$/;
  const CONFIG = {
    displaylogo: false,
    scrollZoom: false,
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d"],
  };
  // plotly.js 4.1 offers to upload the chart to its maker's server; a learner's data stay here, whatever the figure says.
  const FORCED = {
    responsive: false,
    showSendToCloud: false,
    showEditInChartStudio: false,
    plotlyServerURL: "",
  };
  const GROUND = { light: "#ffffff", dark: "#111111" };
  const STYLE = `
    .nn-chart { width: 100%; min-width: 0; overflow: hidden; position: relative; }
    .nn-chart.nn-chart-wide { overflow-x: auto; }
    .nn-chart:focus-visible { outline: 2px solid var(--jp-brand-color1, #2a7fd4); outline-offset: -2px; }
    .nn-chart-note { font-family: var(--jp-ui-font-family, sans-serif); font-size: 13px; line-height: 1.5;
      color: var(--jp-ui-font-color1, inherit); padding: 8px 12px; white-space: pre-wrap; }
    .nn-chart-note strong { display: block; color: var(--jp-error-color1, #b3261e); }
    .nn-chart-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .nn-chart .plotly .modebar { right: 4px; }
    @media print { .nn-chart .modebar-container { display: none; } }
    /* Beside charts stand widgets of JupyterLab, whose dropdowns have a black arrow in the dark, too. */
    body[data-jp-theme-light="false"] .jupyter-widgets select { color-scheme: dark;
      background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E%3Cpath fill='none' stroke='%23e0e0e0' stroke-width='2' d='M4 7l5 5 5-5'/%3E%3C/svg%3E"); }`;

  let loading;

  /** Loads plotly.js once a page; a failed load is tried again by the next chart. */
  function loadPlotly() {
    loading ??= new Promise((resolve, reject) => {
      // A module loader on the page (require.js) would catch the library; hide it while the script runs.
      const { define } = window;
      window.define = undefined;
      const script = document.createElement("script");
      script.src = BASE + ASSETS.plotly;
      const done = (settle) => () => {
        if (define !== undefined) window.define = define;
        else delete window.define;
        settle();
      };
      script.onload = done(() =>
        window.Plotly ? resolve(window.Plotly) : reject(new Error("plotly.js is damaged")),
      );
      script.onerror = done(() => reject(new Error(`${ASSETS.plotly} could not be loaded`)));
      document.head.append(script);
    }).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  function themeName() {
    return document.body.dataset.jpThemeLight === "false" ? "dark" : "light";
  }

  const charts = new Set();
  /** Charts that hold a WebGL context, in the order in which they were drawn. */
  const awake = new Set();
  let watching = false;

  /** One watcher for all charts of the page: the theme is an attribute of body. */
  function watchTheme() {
    if (watching) return;
    watching = true;
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);
    new MutationObserver(() => charts.forEach((chart) => void chart.pump())).observe(document.body, {
      attributes: true,
      attributeFilter: ["data-jp-theme-light"],
    });
  }

  let picture;

  /**
   * plotly's own button saves a see-through picture, unreadable where the ground is another. There is one for all
   * charts: a new one at each update would be a changed configuration, for which plotly builds the chart anew.
   */
  function pictureButton(Plotly) {
    const click = (plot) => {
      const { width, height } = plot._fullLayout;
      const layout = { ...plot.layout, paper_bgcolor: GROUND[themeName()] };
      const filename = (titleOf(plot) || "chart").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
      void Plotly.downloadImage(
        { data: plot.data, layout },
        { format: "png", scale: 2, width, height, filename },
      );
    };
    picture ??= { name: "picture", title: "Download as a picture", icon: Plotly.Icons.camera, click };
    return picture;
  }

  let ruler;

  /** Width of a text in the font of the templates. */
  function measure(text, size) {
    ruler ??= document.createElement("canvas").getContext("2d");
    ruler.font = `${size}px ${ASSETS.templates.light.layout.font.family}`;
    return ruler.measureText(text).width;
  }

  const lessMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** One chart in one element: draws the latest figure it was given, when it can be seen. */
  class ChartView {
    constructor(host) {
      this.host = host;
      this.plot = document.createElement("div");
      this.live = document.createElement("div");
      this.live.className = "nn-chart-live";
      this.live.setAttribute("aria-live", "polite");
      this.host.classList.add("nn-chart");
      this.host.tabIndex = 0;
      this.host.append(this.plot, this.live);
      this.host.addEventListener("keydown", (event) => this.onKey(event));
      this.figure = undefined;
      this.wanted = undefined;
      this.drawn = undefined;
      this.busy = false;
      this.visible = true;
      this.width = 0;
      this.sizes = new ResizeObserver(() => this.onResize());
      this.sizes.observe(this.host);
      charts.add(this);
      watchTheme();
    }

    /** Takes a figure; where several come while one is drawn, only the last of them is drawn. */
    show(figure, text) {
      this.figure = figure;
      this.wanted = figure;
      this.text = figure.layout?.meta?.alt || text || titleOf(figure) || "Chart without a description";
      this.host.setAttribute("aria-label", this.text);
      const controls = hasControls(figure);
      // A picture with controls is a group for screen readers, a plain one an image.
      this.host.setAttribute("role", controls ? "group" : "img");
      if (controls) {
        // Arrow keys and space belong to the chart here, not to the notebook around it.
        this.host.setAttribute("data-lm-suppress-shortcuts", "true");
        this.host.setAttribute("aria-roledescription", "chart with controls; arrow keys move, space plays");
        this.host.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight ArrowUp ArrowDown Home End Space");
      } else {
        ["data-lm-suppress-shortcuts", "aria-roledescription", "aria-keyshortcuts"].forEach((name) =>
          this.host.removeAttribute(name),
        );
      }
      this.plot.style.height = "100%";
      // The height stands before plotly.js has come, so that the page does not jump.
      this.takeRoom(this.fit(figure));
      this.watchView(usesWebGL(figure));
      void this.pump();
    }

    /** The figure as this width needs it. */
    fit(figure) {
      return fitFigure(figure, { width: this.host.clientWidth, measure });
    }

    takeRoom({ layout, least }) {
      const wide = least > this.host.clientWidth;
      this.host.style.height = `${fitParts.heightOf(layout) + (wide ? SCROLLBAR : 0)}px`;
      this.host.classList.toggle("nn-chart-wide", wide);
      this.plot.style.width = wide ? `${least}px` : "";
    }

    async pump() {
      if (this.busy) return;
      this.busy = true;
      // One after the other: a chart that takes another width must not bring back a figure that was replaced.
      for (let job = this.nextJob(); job; job = this.nextJob()) {
        try {
          await job();
        } catch (error) {
          this.fail(error);
        }
        this.measureAgain();
      }
      // JupyterLab hides the page while it changes the theme, too shortly for the observer to see.
      if (this.host.clientWidth === 0) this.measureAgain();
      this.busy = false;
    }

    /** Has the next frame tell the width: one that the page had for a moment only is not told of by itself. */
    measureAgain() {
      this.sizes.unobserve(this.host);
      if (!this.disposed) this.sizes.observe(this.host);
    }

    /** What is to be done now, if anything. */
    nextJob() {
      const width = this.host.clientWidth;
      if (!this.visible || width === 0 || this.disposed) return undefined;
      const figure = this.wanted;
      if (figure) {
        this.wanted = undefined;
        return () => this.draw(figure);
      }
      if (this.outgrown()) return () => this.refit(width);
      if (this.offTheme()) return () => this.recolour();
      return undefined;
    }

    /** Whether the chart was drawn for another width than its place has. */
    outgrown() {
      return this.drawn !== undefined && Math.abs(this.host.clientWidth - this.width) > 1;
    }

    /** Whether the chart has the colours of the other theme. */
    offTheme() {
      return this.drawn !== undefined && !this.drawn.layout?.template && this.theme !== themeName();
    }

    async draw(figure) {
      const Plotly = await loadPlotly();
      if (this.disposed) return;
      const width = this.host.clientWidth;
      this.note?.remove();
      this.note = undefined;
      // While plotly.js was loading a newer figure may have come, or the chart was put away.
      if (width === 0) this.wanted ??= figure;
      if (this.wanted) return;
      const theme = themeName();
      const config = { ...CONFIG, modeBarButtonsToAdd: [pictureButton(Plotly)], ...figure.config, ...FORCED };
      const framed = (figure.frames?.length ?? 0) > 0;
      const fitted = this.fit(figure);
      this.takeRoom(fitted);
      // Plotly keeps and changes what it is given; the notebook's model must stay as it was saved.
      const data = structuredClone(fitted.data);
      const layout = this.layoutFor(fitted, { theme, width });
      if (framed || this.framed || !this.drawn) {
        // Frames cannot be exchanged safely while one is shown, so such a figure is built anew.
        if (this.drawn) Plotly.purge(this.plot);
        await Plotly.newPlot(this.plot, {
          data,
          layout,
          config,
          frames: structuredClone(figure.frames ?? []),
        });
        if (framed) this.plot.on("plotly_animatingframe", ({ name }) => this.tell(name));
      } else {
        await Plotly.react(this.plot, data, layout, config);
      }
      this.framed = framed;
      this.drawn = figure;
      this.config = config;
      this.theme = theme;
      this.width = width;
      if (this.views) this.keepAwake();
    }

    layoutFor(fitted, { theme, width }) {
      const layout = structuredClone(fitted.layout);
      layout.template ??= ASSETS.templates[theme];
      // What the reader zoomed, hid or turned stays over an update.
      layout.uirevision ??= "keep";
      // Not plotly's autosize: it would measure the page at a time of its own.
      layout.width ??= Math.max(width, fitted.least);
      layout.height ??= fitParts.HEIGHT;
      if (lessMotion()) stopTransitions(layout);
      return layout;
    }

    /** Only the template changes: slider, zoom and camera stay where they are. */
    async recolour() {
      this.theme = themeName();
      await window.Plotly.relayout(this.plot, { template: ASSETS.templates[this.theme] });
    }

    onResize() {
      if (this.host.clientWidth === 0) return;
      if (this.wanted) void this.pump();
      else if (this.outgrown() || this.offTheme()) {
        cancelAnimationFrame(this.resizing);
        this.resizing = requestAnimationFrame(() => void this.pump());
      }
    }

    /** Another width: the chart takes its layout, and shows again what the reader chose. */
    async refit(width) {
      const { Plotly } = window;
      this.width = width;
      const fitted = this.fit(this.drawn);
      this.takeRoom(fitted);
      const chosen = this.chosen();
      const layout = this.layoutFor(fitted, { theme: this.theme, width });
      const framed = (this.drawn.frames ?? []).some(({ name }) => name === this.frame);
      // plotly moves a slider when the picture changes; here the picture is the one that it was.
      if (framed) this.pointSliders(layout);
      // Not Plots.resize, whose promise may stay open for ever when the chart is hidden in between.
      await Plotly.react(this.plot, structuredClone(fitted.data), layout, this.config);
      // A rejected promise means that the reader chose another picture meanwhile.
      if (framed && !this.disposed)
        await Plotly.animate(this.plot, [this.frame], structuredClone(JUMP)).catch(() => undefined);
      for (const { kind, index, active } of chosen)
        if (!this.disposed) await this.choose(kind, { index, active });
    }

    /** Sets the sliders of a layout to the picture that is shown. */
    pointSliders(layout) {
      for (const slider of layout.sliders ?? []) {
        const at = (slider.steps ?? []).findIndex(({ args }) => args?.[0]?.[0] === this.frame);
        if (at >= 0) slider.active = at;
      }
    }

    /** The entries of dropdowns and sliders that the reader has chosen. */
    chosen() {
      return ["updatemenus", "sliders"].flatMap((kind) => {
        const first = this.drawn.layout?.[kind] ?? [];
        const now = this.plot.layout?.[kind] ?? [];
        return first.flatMap(({ active = 0 }, index) =>
          METHODS.includes(stepOf(now[index], now[index]?.active).method) &&
          (now[index].active ?? 0) !== active
            ? [{ kind, index, active: now[index].active }]
            : [],
        );
      });
    }

    /** Does what a click on an entry would do. */
    async choose(kind, { index, active }) {
      const { method, args } = stepOf(this.plot.layout[kind][index], active);
      await window.Plotly[method](this.plot, ...structuredClone(args));
      await window.Plotly.relayout(this.plot, { [`${kind}[${index}].active`]: active });
    }

    /** A chart that takes a WebGL context is drawn when it comes into view. */
    watchView(needed) {
      if (!needed || this.views) return;
      this.visible = false;
      this.views = new IntersectionObserver(([entry]) => {
        this.visible = entry.isIntersecting;
        if (!this.visible) return;
        if (!this.drawn) this.wanted ??= this.figure;
        void this.pump();
      });
      this.views.observe(this.host);
    }

    /** Notes that this chart holds a context; the one that was looked at longest ago gives its own back. */
    keepAwake() {
      awake.delete(this);
      awake.add(this);
      for (const view of awake) {
        if (awake.size <= MAX_AWAKE) break;
        if (!view.visible && !view.busy) view.sleep();
      }
    }

    sleep() {
      const scene = this.plot._fullLayout?.scene?._scene;
      // The view that the reader turned to comes back with the chart.
      if (scene) {
        const layout = { ...this.figure.layout };
        layout.scene = { ...layout.scene, camera: scene.getCamera() };
        this.figure = { ...this.figure, layout };
      }
      window.Plotly.purge(this.plot);
      this.drawn = undefined;
      awake.delete(this);
    }

    fail(error) {
      console.error("Neural Notebooks chart:", error);
      if (this.drawn) return;
      this.note?.remove();
      this.note = document.createElement("div");
      this.note.className = "nn-chart-note";
      const head = document.createElement("strong");
      head.textContent = `This chart cannot be drawn: ${error.message}.`;
      const hint = "Run `npm run setup` in the course's folder and reload the page.";
      this.note.append(head, `${hint}\n\n${this.text}`);
      this.host.prepend(this.note);
      this.host.style.height = "auto";
      this.host.style.minHeight = "0";
    }

    /** Says the picture's name to a screen reader, and remembers it for the arrow keys. */
    tell(name) {
      this.frame = name;
      this.say(name);
    }

    say(text) {
      this.live.textContent = text;
    }

    onKey(event) {
      if (!this.drawn || event.ctrlKey || event.metaKey || event.altKey) return;
      const names = (this.drawn.frames ?? []).map((frame) => frame.name);
      const at = Math.max(0, names.indexOf(this.frame));
      const last = names.length - 1;
      const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
      if (names.length > 0 && event.key in moves)
        this.goTo(names[Math.min(last, Math.max(0, moves[event.key]))]);
      else if (names.length > 0 && event.key === " ") this.playOrPause(names);
      else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        if (!this.chooseFrom("updatemenus", event.key === "ArrowDown" ? 1 : -1)) return;
      } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        if (!this.chooseFrom("sliders", event.key === "ArrowRight" ? 1 : -1)) return;
      } else if (event.key === "Escape") {
        this.host.blur();
        this.host.closest(".jp-Notebook")?.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }

    goTo(name) {
      this.playing = false;
      void window.Plotly.animate(this.plot, [name], structuredClone(JUMP));
    }

    playOrPause(names) {
      const animate = (target, duration) =>
        window.Plotly.animate(this.plot, target, {
          mode: "immediate",
          fromcurrent: true,
          frame: { duration, redraw: true },
          transition: { duration: 0 },
        });
      if (this.playing) {
        this.playing = false;
        animate([null], 0).catch(() => undefined);
        return;
      }
      this.playing = true;
      const from = this.frame === names[names.length - 1] ? 0 : Math.max(0, names.indexOf(this.frame));
      const duration = this.drawn.layout?.updatemenus?.[0]?.buttons?.[0]?.args?.[1]?.frame?.duration ?? 500;
      // A rejected promise means that the reader stopped it.
      animate(names.slice(from), duration).then(
        () => (this.playing = false),
        () => undefined,
      );
    }

    /** Chooses the next entry of the first dropdown or slider, as a click would. */
    chooseFrom(kind, step) {
      const controls = this.plot.layout?.[kind] ?? [];
      const index = controls.findIndex(
        (control) => kind === "sliders" || (control.type ?? "dropdown") === "dropdown",
      );
      if (index < 0) return false;
      const { buttons, steps, active = 0 } = controls[index];
      const last = (buttons ?? steps ?? []).length - 1;
      const next = Math.min(last, Math.max(0, active + step));
      const { method, label } = stepOf(controls[index], next);
      if (next === active || ![...METHODS, "animate"].includes(method)) return true;
      void this.choose(kind, { index, active: next }).then(() => this.say(label));
      return true;
    }

    dispose() {
      this.disposed = true;
      charts.delete(this);
      awake.delete(this);
      this.sizes.disconnect();
      this.views?.disconnect();
      if (this.drawn) window.Plotly.purge(this.plot);
      this.drawn = undefined;
    }
  }

  /** Widgets of the course draw their charts with it, too. */
  window.neuralNotebooksCharts = { ChartView };

  /** An entry of a dropdown or slider, with plotly's defaults. */
  function stepOf(control, active = 0) {
    return { method: "restyle", args: [], label: "", ...(control?.buttons ?? control?.steps ?? [])[active] };
  }

  function usesWebGL(figure) {
    return (figure.data ?? []).some((trace) => WEBGL.test(trace.type ?? "scatter"));
  }

  function hasControls(figure) {
    return (
      (figure.frames?.length ?? 0) > 0 ||
      [figure.layout?.updatemenus, figure.layout?.sliders].some((list) => list?.length > 0)
    );
  }

  function titleOf(figure) {
    const title = figure.layout?.title;
    return (typeof title === "object" ? title?.text : title)?.replace(/<[^>]*>/g, " ");
  }

  /** Pictures then follow each other at once; nothing glides. */
  function stopTransitions(layout) {
    const controls = [
      ...(layout.updatemenus ?? []).flatMap((menu) => menu.buttons ?? []),
      ...(layout.sliders ?? []).flatMap((slider) => slider.steps ?? []),
    ];
    for (const { args } of controls) if (args?.[1]?.transition) args[1].transition.duration = 0;
    for (const slider of layout.sliders ?? []) slider.transition = { ...slider.transition, duration: 0 };
  }

  /** Takes a package that the page shares. */
  async function sharedPackage(scope, name) {
    const shared = scope[name];
    const [version] = Object.keys(shared ?? {});
    if (!version) throw new Error(`${NAME}: the page shares no ${name}`);
    return (await shared[version].get())();
  }

  async function makeMimeExtension(scope) {
    const { Widget } = await sharedPackage(scope, "@lumino/widgets");

    class ChartRenderer extends Widget {
      constructor(options) {
        super();
        this.mimeType = options.mimeType;
        this.addClass("jp-RenderedPlotly");
        this.view = new ChartView(this.node);
      }

      /** Called for a new output, and again for each update of it. */
      async renderModel(model) {
        try {
          this.view.show(
            model.data[this.mimeType] ?? {},
            String(model.data["text/plain"] ?? "").replace(/^Chart: /, ""),
          );
        } catch (error) {
          this.view.fail(error);
        }
      }

      dispose() {
        if (this.isDisposed) return;
        this.view.dispose();
        super.dispose();
      }
    }

    return {
      id: `${NAME}:plugin`,
      name: "Plotly charts",
      description: "Draws the course's charts.",
      dataType: "json",
      rendererFactory: {
        safe: true,
        mimeTypes: [MIME],
        defaultRank: 0,
        createRenderer: (options) => new ChartRenderer(options),
      },
    };
  }

  async function makeExtension(scope) {
    const { INotebookTracker } = await sharedPackage(scope, "@jupyterlab/notebook");
    return {
      id: `${NAME}:notebooks`,
      description: "Shows updates of outputs and controls in a page that was loaded again.",
      autoStart: true,
      optional: [INotebookTracker],
      activate: (_, tracker) => {
        if (!tracker) return;
        followUpdates(tracker);
        retryWidgets(tracker);
      },
    };
  }

  const modules = { "./mimeExtension": makeMimeExtension, "./extension": makeExtension };

  let scope;
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[NAME] = {
    init: (shared) => {
      scope = shared;
    },
    get: async (module) => {
      const make = modules[module];
      if (!make) throw new Error(`${NAME} has no module ${module}`);
      const extension = await make(scope);
      return () => ({ default: extension, __esModule: true });
    },
  };
})();
