/**
 * Shows the updates of outputs in a page that was loaded again after their cell ran.
 *
 * JupyterLab finds the output of an update by the cell's run, which a loaded notebook knows nothing of. An output that
 * is to be followed keeps its `display_id` in its metadata.
 */
import type { IopubMessage, Notebook, NotebookPanel, NotebookTracker, OutputList } from "./jupyterlab";

/** The content of `update_display_data`. */
interface DisplayUpdate {
  readonly data: object;
  readonly metadata?: { readonly display_id?: unknown };
  readonly transient?: { readonly display_id?: unknown };
}

/** Watches all notebooks that are open, and those that will be. */
export function followUpdates(tracker: NotebookTracker): void {
  const watch = (panel: NotebookPanel) =>
    panel.sessionContext.iopubMessage.connect((_, message) => {
      if (message.header.msg_type === "update_display_data") showUpdate(panel.content, message);
    });
  tracker.forEach((panel) => void watch(panel));
  tracker.widgetAdded.connect((_, panel) => void watch(panel));
}

function showUpdate(notebook: Notebook, { content, parent_header: parent }: IopubMessage): void {
  const { data, metadata = {}, transient = {} } = content as DisplayUpdate;
  const { display_id: id } = transient;
  if (id === undefined || metadata.display_id !== id) return;
  for (const { outputs, run } of outputsOf(notebook)) {
    // JupyterLab has done it.
    if (run === parent.msg_id) continue;
    for (let at = 0; at < outputs.length; at++) {
      if (outputs.get(at).metadata?.display_id !== id) continue;
      outputs.set(at, { output_type: "display_data", data, metadata });
    }
  }
}

/** The outputs of code cells, with the run that this page has seen of them, if any. */
function* outputsOf({
  model,
  widgets,
}: Notebook): Generator<{ outputs: OutputList; run: string | undefined }> {
  for (const [at, { type, outputs }] of [...(model?.cells ?? [])].entries()) {
    if (type !== "code" || !outputs) continue;
    yield { outputs, run: widgets[at]?.outputArea?.future?.msg.header.msg_id };
  }
}
