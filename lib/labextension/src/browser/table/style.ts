/** The style sheet of tables: JupyterLab's own colours, so that it follows the theme. */
import { addStyleSheet } from "../style-sheet";

const STYLE = `
  .nn-table-output { overflow: visible; padding: 4px 0; }
  .nn-table-scroller { overflow-x: auto; max-width: 100%; }
  .nn-table-scroller:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px; }
  .nn-table { border-collapse: collapse; font-family: var(--jp-ui-font-family); font-size: 13px; line-height: 1.4;
    color: var(--jp-ui-font-color1); font-variant-numeric: tabular-nums; }
  .nn-table th, .nn-table td { padding: 4px 12px; border: 0; vertical-align: baseline; white-space: nowrap; }
  .nn-table td.nn-long { white-space: normal; min-width: 260px; max-width: 420px; overflow-wrap: anywhere; }
  .nn-table thead th { font-weight: 600; white-space: nowrap; border-bottom: 1px solid var(--jp-border-color0, #999); }
  .nn-table thead th[title] { cursor: help; }
  .nn-table tbody th { font-weight: 600; text-align: left; white-space: nowrap; }
  .nn-table tbody tr:nth-child(even) { background: var(--jp-rendermime-table-row-background, #f5f5f5); }
  .nn-table tbody tr:hover { background: var(--jp-rendermime-table-row-hover-background, #e1f5fe); }
  .nn-table .nn-right { text-align: right; }
  .nn-table .nn-left { text-align: left; }
  .nn-table .nn-table-dots td { color: var(--jp-ui-font-color2); }
  .nn-table-foot { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; margin-top: 6px; min-height: 26px;
    font-family: var(--jp-ui-font-family); font-size: 12px; color: var(--jp-ui-font-color2); }
  .nn-table-foot[hidden] { display: none; }
  .nn-table-tools { display: inline-flex; align-items: center; gap: 6px; }
  .nn-table-foot button, .nn-table thead button { font: inherit; color: var(--jp-ui-font-color1); cursor: pointer; }
  .nn-table-foot button { background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); border-radius: 5px; padding: 2px 10px; }
  .nn-table-foot button:hover { background: var(--jp-layout-color2); }
  .nn-table-foot button[aria-disabled="true"] { opacity: .45; cursor: default; }
  .nn-table thead button { background: none; border: 0; padding: 0; text-align: inherit; }
  .nn-table thead button:hover { text-decoration: underline; }
  .nn-table-foot button:focus-visible, .nn-table thead button:focus-visible, .nn-table-foot input:focus-visible {
    outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px; }
  .nn-table-foot input { font: inherit; width: 16em; padding: 2px 8px; border: 1px solid var(--jp-border-color0, #999); border-radius: 5px;
    background: var(--jp-layout-color0); color: var(--jp-ui-font-color1); }
  @media print { .nn-table-tools { display: none; } }`;

/** Adds the style sheet to the page, once. */
export function addTableStyle(): void {
  addStyleSheet(STYLE);
}
