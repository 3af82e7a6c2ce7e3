/**
 * Lets controls of a saved notebook that were asked for too early try again.
 *
 * ipywidgets loads the controls of a notebook in two steps, those of the kernel and those of the file. When JupyterLab
 * connects to the kernel in between, ipywidgets takes itself for ready after the first step, and its renderers give up
 * ("model not found") on what the second brings. They render again when it says once more that it is ready, if they
 * keep what they have to show.
 */
import type { NotebookPanel, NotebookTracker, Renderer } from "./jupyterlab";

const MIME = "application/vnd.jupyter.widget-view+json";
const NOT_FOUND = "Error displaying widget: model not found";

/** The renderer of ipywidgets, with the field in which it keeps what it will render again. */
interface WidgetRenderer extends Renderer {
  _rerenderMimeModel?: unknown;
}

/** The classes of renderers that were changed. */
const changed = new WeakSet<object>();

/** Watches all notebooks that are open, and those that will be. */
export function retryWidgets(tracker: NotebookTracker): void {
  tracker.forEach(changeRenderers);
  // ipywidgets puts its renderers into a notebook at the same signal.
  tracker.widgetAdded.connect((_, panel) => void Promise.resolve().then(() => changeRenderers(panel)));
}

function changeRenderers({ content }: NotebookPanel): void {
  const renderer = content.rendermime.getFactory(MIME)?.createRenderer({ mimeType: MIME });
  if (!renderer) return;
  keepNotFound(Object.getPrototypeOf(renderer) as WidgetRenderer);
  renderer.dispose();
}

function keepNotFound(prototype: WidgetRenderer): void {
  const { renderModel } = prototype;
  if (changed.has(prototype) || typeof renderModel !== "function") return;
  changed.add(prototype);
  prototype.renderModel = async function (this: WidgetRenderer, model: unknown) {
    await renderModel.call(this, model);
    if (this.node.textContent === NOT_FOUND) this._rerenderMimeModel = model;
  };
}
