/** The style sheet of notebooks: errors are wrapped between words, and long lines of code have a bar to move them. */
import { addStyleSheet } from "./style-sheet";

const OUTPUT = ".jp-OutputArea-output.jp-RenderedText";
const EDITOR = ".jp-Notebook .jp-InputArea-editor .cm-scroller";

const STYLE = `
  /* JupyterLab breaks the lines of texts anywhere. */
  ${OUTPUT}[data-mime-type="application/vnd.jupyter.error"] pre,
  ${OUTPUT}[data-mime-type="application/vnd.jupyter.stderr"] pre,
  ${OUTPUT}[data-mime-type="application/vnd.jupyter.stdout"] pre,
  ${OUTPUT}[data-mime-type="text/plain"] pre { word-break: normal; overflow-wrap: anywhere; }
  ${OUTPUT}[data-mime-type="application/vnd.jupyter.error"],
  ${OUTPUT}[data-mime-type="application/vnd.jupyter.stderr"] { padding: 6px 10px; line-height: 1.45; }
  /* Not the system's own bars, which some systems hide until the text is moved. */
  ${EDITOR}::-webkit-scrollbar { height: 9px; }
  ${EDITOR}::-webkit-scrollbar-track { background: transparent; }
  ${EDITOR}::-webkit-scrollbar-thumb { background: var(--jp-ui-font-color3, #999); border-radius: 5px;
    border: 2px solid transparent; background-clip: padding-box; }
  @supports not selector(::-webkit-scrollbar) {
    ${EDITOR} { scrollbar-width: thin; }
  }`;

/** Adds the style sheet to the page. */
export function addNotebookStyle(): void {
  addStyleSheet(STYLE);
}
