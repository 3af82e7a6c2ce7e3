/**
 * Lets controls of a saved notebook that were asked for too early try again.
 *
 * ipywidgets loads the controls of a notebook in two steps, those of the kernel and those of the file. When JupyterLab
 * connects to the kernel in between, ipywidgets takes itself for ready after the first step, and its renderers give up
 * ("model not found") on what the second brings. They render again when it says once more that it is ready, if they
 * keep what they have to show; and since it may say so while they are about to give up, they also look by themselves.
 */
import type { NotebookPanel, NotebookTracker, Renderer } from "./jupyterlab";

const MIME = "application/vnd.jupyter.widget-view+json";
const NOT_FOUND = "Error displaying widget: model not found";

/** The renderer of ipywidgets, with the field in which it keeps what it will render again. */
interface WidgetRenderer extends Renderer {
  _rerenderMimeModel?: unknown;
}

/** When a renderer looks again, in ms after it has given up: a busy machine may need half a minute. */
const RETRY_AFTER = [250, 500, 1000, 2000, 4000, 8000, 16_000];

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
    const isMissing = async (): Promise<boolean> => {
      // Nobody else renders it meanwhile.
      this._rerenderMimeModel = null;
      await renderModel.call(this, model);
      if (this.node.textContent !== NOT_FOUND) return false;
      this._rerenderMimeModel = model;
      return true;
    };
    if (await isMissing()) void lookAgain(this, isMissing);
  };
}

/** Renders again until the control is there, by this or by the signal, or the renderer is gone. */
async function lookAgain(renderer: WidgetRenderer, isMissing: () => Promise<boolean>): Promise<void> {
  for (const milliseconds of RETRY_AFTER) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (renderer.isDisposed || renderer.node.textContent !== NOT_FOUND || !(await isMissing())) return;
  }
}
