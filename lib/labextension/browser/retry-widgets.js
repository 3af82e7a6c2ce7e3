/**
 * Lets controls of a saved notebook that were asked for too early try again.
 *
 * ipywidgets loads the controls of a notebook in two steps, those of the kernel and those of the file. When JupyterLab
 * connects to the kernel in between, ipywidgets takes itself for ready after the first step, and its renderers give up
 * ("model not found") on what the second brings. They render again when it says once more that it is ready, if they
 * keep what they have to show.
 */
const retryWidgets = (() => {
  "use strict";

  const MIME = "application/vnd.jupyter.widget-view+json";
  const NOT_FOUND = "Error displaying widget: model not found";
  const changed = new WeakSet();

  function change(prototype) {
    const { renderModel } = prototype;
    if (changed.has(prototype) || typeof renderModel !== "function") return;
    changed.add(prototype);
    prototype.renderModel = async function (model) {
      await renderModel.call(this, model);
      if (this.node.textContent === NOT_FOUND) this._rerenderMimeModel = model;
    };
  }

  function watch({ content }) {
    const renderer = content.rendermime.getFactory(MIME)?.createRenderer({ mimeType: MIME });
    if (!renderer) return;
    change(Object.getPrototypeOf(renderer));
    renderer.dispose();
  }

  /** Watches all notebooks that are open, and those that will be. */
  return (tracker) => {
    tracker.forEach(watch);
    // ipywidgets puts its renderers into a notebook at the same signal.
    tracker.widgetAdded.connect((_, panel) => void Promise.resolve().then(() => watch(panel)));
  };
})();
