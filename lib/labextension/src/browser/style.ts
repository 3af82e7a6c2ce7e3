/** The style sheet of charts in the page. */

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

/** Adds the style sheet to the page. */
export function addStyle(): void {
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
}
