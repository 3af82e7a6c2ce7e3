/** The extension that looks after notebooks: updates of outputs and controls after a reload, buttons of exercise cards. */
import { connectCards } from "./exercise/notebooks";
import { followUpdates } from "./follow-updates";
import type { NotebookTracker } from "./jupyterlab";
import { connectRequests } from "./kernel-requests";
import { retryWidgets } from "./retry-widgets";
import { sharedPackage, type SharedScope } from "./shared-scope";

/**
 * Makes the extension.
 *
 * @param scope - What the page shares.
 * @returns A plugin of JupyterLab; it does nothing in a page without notebooks.
 */
export async function makeNotebookExtension(scope: SharedScope) {
  const { INotebookTracker } = (await sharedPackage(scope, "@jupyterlab/notebook")) as {
    INotebookTracker: object;
  };
  return {
    id: `${EXTENSION_NAME}:notebooks`,
    description: "Shows updates and controls in a page that was loaded again, and answers exercise cards.",
    autoStart: true,
    optional: [INotebookTracker],
    activate: (_: unknown, tracker: NotebookTracker | null) => {
      if (!tracker) return;
      followUpdates(tracker);
      retryWidgets(tracker);
      connectRequests(tracker);
      connectCards(tracker);
    },
  };
}
