/** All plugins of the extension, as JupyterLab takes them. */
import { makeHomeExtension } from "./home/home-extension";
import { makeNotebookExtension } from "./notebook-extension";
import { addNotebookStyle } from "./notebook-style";
import type { SharedScope } from "./shared-scope";
import { makeSpeakerNotesExtension } from "./speaker-notes";

/**
 * Makes the plugins; one that the page lacks a package for is left out, so that the others work.
 *
 * @param scope - What the page shares.
 */
export async function makeExtensions(scope: SharedScope): Promise<object[]> {
  addNotebookStyle();
  const makers = [makeNotebookExtension, makeHomeExtension, makeSpeakerNotesExtension];
  const made = await Promise.allSettled(makers.map((make) => make(scope) as Promise<object>));
  return made.flatMap((result) => {
    if (result.status === "fulfilled") return [result.value];
    console.info(result.reason);
    return [];
  });
}
