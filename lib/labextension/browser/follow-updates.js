/**
 * Shows the updates of outputs in a page that was loaded again after their cell ran.
 *
 * JupyterLab finds the output of an update by the cell's run, which a loaded notebook knows nothing of. An output that
 * is to be followed keeps its `display_id` in its metadata.
 */
const followUpdates = (() => {
  "use strict";

  /** The outputs of code cells, with the run that this page has seen of them, if any. */
  function* outputsOf({ model, widgets }) {
    for (const [at, cell] of [...(model?.cells ?? [])].entries()) {
      if (cell.type !== "code") continue;
      yield { outputs: cell.outputs, run: widgets[at]?.outputArea?.future?.msg.header.msg_id };
    }
  }

  function show(notebook, { content, parent_header: parent }) {
    const { data, metadata = {}, transient = {} } = content;
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

  /** Watches all notebooks that are open, and those that will be. */
  return (tracker) => {
    const watch = (panel) =>
      panel.sessionContext.iopubMessage.connect((_, message) => {
        if (message.header.msg_type === "update_display_data") show(panel.content, message);
      });
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_, panel) => watch(panel));
  };
})();
