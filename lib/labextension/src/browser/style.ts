/** The style sheet of charts in the page. */
import { addStyleSheet } from "./style-sheet";

const RING = "outline: 2px solid var(--jp-brand-color1, #1976d2)";
const TEXT = "font-family: var(--jp-ui-font-family, sans-serif); color: var(--jp-ui-font-color1, #222)";
const BUTTON = `font: 12px/18px var(--jp-ui-font-family, sans-serif); color: var(--jp-ui-font-color1, #222); cursor: pointer;
    background: var(--jp-layout-color1, #fff); border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 5px; padding: 1px 9px`;

const STYLE = `
  .nn-chart-output { width: 100%; min-width: 0; }
  .nn-chart { width: 100%; min-width: 0; overflow: hidden; position: relative; }
  .nn-chart-scroller { height: 100%; overflow: hidden; position: relative; }
  .nn-chart-wide .nn-chart-scroller { overflow-x: auto; }
  .nn-chart:focus-visible { ${RING}; outline-offset: -2px; }
  .nn-chart-note { ${TEXT}; font-size: 13px; line-height: 1.5; padding: 8px 12px; white-space: pre-wrap; }
  .nn-chart-note strong { display: block; color: var(--jp-error-color1, #b3261e); }
  .nn-chart-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  /* Left of the button stands plotly's own bar, which is shown together with it. */
  .nn-chart .js-plotly-plot .plotly .modebar { right: 62px; }
  .nn-chart .js-plotly-plot .plotly .modebar-btn:focus-visible { ${RING}; outline-offset: -1px; }
  /* plotly.js leaves the arrow of a list in the ink of the theme before. */
  .nn-chart .updatemenu-header-arrow { fill: var(--jp-ui-font-color1, #222) !important; }
  .nn-chart-data-button { ${BUTTON}; position: absolute; top: 4px; right: 6px; z-index: 2; opacity: 0; }
  .nn-chart:hover .nn-chart-data-button, .nn-chart:focus-within .nn-chart-data-button, .nn-chart-data-button[aria-expanded="true"] { opacity: 1; }
  .nn-chart:is(:hover, :focus-visible, :has(:focus-visible)) .js-plotly-plot .plotly .modebar > :not(.watermark) { opacity: 1; }
  @media (hover: none) { .nn-chart-data-button { opacity: 1; } }
  .nn-chart-data-button:hover, .nn-chart-data-foot button:hover { background: var(--jp-layout-color2, #eee); }
  .nn-chart-data-button:focus-visible, .nn-chart-data-foot button:focus-visible { ${RING}; outline-offset: 1px; }

  /* The page's controls over plotly's: the pointer does not meet them, the eye sees their ring alone. */
  .nn-chart-controls { position: absolute; inset: 0; pointer-events: none; z-index: 1; }
  .nn-chart-controls :is(input, select, button) { position: absolute; box-sizing: border-box; margin: 0; padding: 0; min-width: 0; appearance: none;
    background: none; border: 0; color: transparent; font-size: 1px; overflow: hidden; pointer-events: none; }
  .nn-chart-controls input::-webkit-slider-thumb { opacity: 0; }
  .nn-chart-controls input::-moz-range-thumb { opacity: 0; }
  .nn-chart-controls option { color: var(--jp-ui-font-color1, #222); background: var(--jp-layout-color1, #fff); font-size: 13px; }
  .nn-chart-controls :focus-visible { ${RING}; outline-offset: 2px; border-radius: 3px; }

  .nn-chart-keys { ${TEXT}; font-size: 12px; line-height: 22px; margin: 6px 0; }
  .nn-chart-keys:not([hidden]) { display: flex; flex-wrap: wrap; gap: 2px 18px; }
  .nn-chart-keys kbd { font: inherit; font-weight: 600; padding: 1px 5px; border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 3px; }

  .nn-chart-data { ${TEXT}; margin: 4px 0 8px; padding: 2px; }
  .nn-chart-data-scroller { box-sizing: border-box; width: fit-content; min-width: min(100%, 320px); max-width: 100%; max-height: 320px; overflow: auto; padding: 0 4px 8px; border: 1px solid var(--jp-border-color2, #ddd); border-radius: 5px; }
  .nn-chart-data-scroller:focus-visible { ${RING}; outline-offset: 0; }
  .nn-chart-data table { width: max-content; border-collapse: separate; border-spacing: 0; font-size: 13px; line-height: 1.4; margin: 0; font-variant-numeric: tabular-nums; }
  .nn-chart-data-title { margin: 0; padding: 10px 12px 4px; font-size: 13px; font-weight: 600; position: sticky; left: 0; }
  .nn-chart-data caption { text-align: left; padding: 8px 12px 2px; color: var(--jp-ui-font-color2, #555); }
  .nn-chart-data :is(th, td) { padding: 3px 12px; border: 0; max-width: 340px; vertical-align: baseline; background: none; }
  .nn-chart-data thead th { font-weight: 600; position: sticky; top: 0; background: var(--jp-layout-color0, #fff); border-bottom: 1px solid var(--jp-border-color0, #999); }
  .nn-chart-data tbody th { font-weight: 600; }
  .nn-chart-data tbody tr { background: none; }
  .nn-chart-data tbody tr:nth-child(even) { background: var(--jp-rendermime-table-row-background, #f5f5f5); }
  .nn-chart-data tbody tr:hover { background: var(--jp-rendermime-table-row-hover-background, #e1f5fe); }
  .nn-chart-data .nn-right { text-align: right; white-space: nowrap; }
  .nn-chart-data .nn-left { text-align: left; }
  .nn-chart-data-note { margin: 6px 12px 0; font-size: 12px; color: var(--jp-ui-font-color2, #555); }
  .nn-chart-data-foot { display: flex; align-items: center; gap: 8px; margin-top: 6px; font-size: 12px; }
  .nn-chart-data-foot button { ${BUTTON}; }

  @media print { .nn-chart .modebar-container, .nn-chart-data-button, .nn-chart-data-foot { display: none; } }
  /* Beside charts stand widgets of JupyterLab, whose dropdowns have a black arrow in the dark, too. */
  body[data-jp-theme-light="false"] .jupyter-widgets select { color-scheme: dark;
    background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E%3Cpath fill='none' stroke='%23e0e0e0' stroke-width='2' d='M4 7l5 5 5-5'/%3E%3C/svg%3E"); }`;

/** Adds the style sheet to the page. */
export function addStyle(): void {
  addStyleSheet(STYLE);
}
