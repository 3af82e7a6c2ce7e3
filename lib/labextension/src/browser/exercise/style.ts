/** The style sheet of exercise cards: four accents, each readable on light and on dark ground. */
import { addStyleSheet } from "../style-sheet";

const LIGHT = `--nn-ground: #ffffff; --nn-text: #1f2328; --nn-muted: #57606a; --nn-line: #d0d7de;
  --nn-neutral: #57606a; --nn-wrong: #b3261e; --nn-right: #1a6b37; --nn-error: #8a4b00; --nn-curve: #1f5fa8;`;
const DARK = `--nn-ground: var(--jp-layout-color1, #111111); --nn-text: #e6e6e6; --nn-muted: #b0b7bf; --nn-line: #4a4f55;
  --nn-neutral: #b0b7bf; --nn-wrong: #ff9c93; --nn-right: #7ed79b; --nn-error: #ffc069; --nn-curve: #7db8f5;`;

const STYLE = `
  .nn-exercise { ${LIGHT}
    --nn-accent: var(--nn-neutral);
    box-sizing: border-box; max-width: 760px; margin: 4px 0; padding: 12px 16px; position: relative; white-space: normal;
    border: 1px solid var(--nn-line); border-left: 4px solid var(--nn-accent); border-radius: 6px;
    background: color-mix(in srgb, var(--nn-accent) 5%, var(--nn-ground)); color: var(--nn-text);
    font: 400 14px/1.5 var(--jp-ui-font-family, system-ui, sans-serif); }
  body[data-jp-theme-light="false"] .nn-exercise { ${DARK} }
  .nn-exercise[data-status="wrong"] { --nn-accent: var(--nn-wrong); }
  .nn-exercise[data-status="right"] { --nn-accent: var(--nn-right); }
  .nn-exercise[data-status="error"] { --nn-accent: var(--nn-error); }
  .nn-exercise[data-status] { background: color-mix(in srgb, var(--nn-accent) 5%, var(--nn-ground)); }
  .nn-exercise-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 6px 16px; }
  .nn-exercise-verdict { display: flex; align-items: flex-start; gap: 8px; line-height: 20px; color: var(--nn-accent); font-size: 15px; }
  .nn-exercise-name { color: var(--nn-muted); font-size: 13px; }
  .nn-exercise-name::before { content: "·"; margin: 0 8px; }
  .nn-icon { width: 20px; height: 20px; flex: none; overflow: visible; }
  .nn-icon-ring { fill: none; stroke: var(--nn-accent); stroke-width: 1.6; }
  .nn-exercise:not([data-status="not-attempted"]) .nn-icon-ring { fill: var(--nn-accent); }
  .nn-icon-line { fill: none; stroke: var(--nn-ground); stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
  .nn-exercise-buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  .nn-exercise-buttons[hidden] { display: none; }
  .nn-exercise button { font: 500 13px/1 var(--jp-ui-font-family, system-ui, sans-serif); min-height: 30px; padding: 0 12px;
    color: var(--nn-text); background: var(--nn-ground); border: 1px solid var(--nn-muted); border-radius: 5px; cursor: pointer; }
  .nn-exercise button:hover { background: color-mix(in srgb, var(--nn-text) 8%, var(--nn-ground)); }
  .nn-exercise button:focus-visible, .nn-exercise pre:focus-visible { outline: 2px solid var(--nn-curve); outline-offset: 2px; }
  .nn-exercise button[aria-disabled="true"] { color: var(--nn-muted); background: none; border-color: transparent; padding: 0 4px; cursor: default; }
  .nn-exercise button[aria-busy="true"] { cursor: progress; }
  .nn-exercise .nn-exercise-body > * { margin: 10px 0 0; }
  .nn-exercise .nn-exercise-body > dl { margin-top: 6px; }
  .nn-exercise code, .nn-exercise pre { font-family: var(--jp-code-font-family, monospace); font-size: 13px; color: inherit; background: none; }
  .nn-exercise p code, .nn-exercise li code { padding: 1px 4px; border-radius: 3px; background: color-mix(in srgb, var(--nn-text) 8%, transparent); }
  .nn-exercise dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; }
  .nn-exercise dt { color: var(--nn-muted); font-weight: 400; float: none; }
  .nn-exercise dd { margin: 0; overflow-wrap: anywhere; }
  .nn-exercise-hints { padding: 10px 0 0; border-top: 1px solid var(--nn-line); list-style: none; counter-reset: hint; }
  .nn-exercise-hints li { position: relative; margin: 0 0 6px; padding-left: 64px; counter-increment: hint; overflow-wrap: anywhere; }
  .nn-exercise-hints li:last-child { margin-bottom: 0; }
  .nn-exercise-hints li::before { content: "Hint " counter(hint); position: absolute; left: 0; color: var(--nn-muted); }
  .nn-exercise-solution { padding-top: 10px; border-top: 1px solid var(--nn-line); }
  .nn-exercise pre { margin: 6px 0 0; padding: 10px 12px; overflow-x: auto; scrollbar-width: thin; scrollbar-color: var(--nn-muted) transparent; line-height: 1.5; white-space: pre;
    border: 1px solid var(--nn-line); border-radius: 4px; background: var(--nn-ground); }
  .nn-exercise .nn-comment { color: var(--nn-muted); }
  .nn-exercise .nn-string { color: var(--jp-mirror-editor-string-color, inherit); }
  .nn-exercise .nn-keyword { color: var(--jp-mirror-editor-keyword-color, inherit); font-weight: 600; }
  .nn-exercise .nn-number { color: var(--jp-mirror-editor-number-color, inherit); }
  .nn-exercise-plain { margin: 0; padding: 4px 0; white-space: pre-wrap; }
  .nn-exercise-notice { padding: 6px 10px; border-radius: 4px; background: color-mix(in srgb, var(--nn-curve) 12%, var(--nn-ground)); }
  .nn-exercise-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .nn-training svg { display: block; max-width: 100%; }
  .nn-training text { font: 400 12px var(--jp-ui-font-family, system-ui, sans-serif); fill: var(--nn-muted); }
  .nn-training .nn-gate-label { fill: var(--nn-text); font-weight: 600; paint-order: stroke; stroke: var(--nn-ground); stroke-width: 3px; }
  .nn-training .nn-grid { stroke: var(--nn-line); stroke-width: 1; opacity: 0.6; }
  .nn-training .nn-axis { stroke: var(--nn-muted); stroke-width: 1; }
  .nn-training .nn-gate { stroke: var(--nn-text); stroke-width: 1.5; stroke-dasharray: 6 4; }
  .nn-training .nn-curve { fill: none; stroke: var(--nn-curve); stroke-width: 2; stroke-linejoin: round; }
  .nn-training .nn-curve-end { fill: var(--nn-curve); }
  .nn-training figcaption { margin-top: 4px; }
  @keyframes nn-glow { 0% { background: color-mix(in srgb, var(--nn-accent) 22%, var(--nn-ground));
    box-shadow: inset 0 0 0 2px var(--nn-accent); } 100% { box-shadow: inset 0 0 0 2px transparent; } }
  @keyframes nn-tick { 0% { stroke-dashoffset: 1; } 100% { stroke-dashoffset: 0; } }
  @keyframes nn-pop { 0% { transform: scale(0.6); } 60% { transform: scale(1.15); } 100% { transform: scale(1); } }
  @media (prefers-reduced-motion: no-preference) {
    .nn-celebrates { animation: nn-glow 0.9s ease-out; }
    .nn-celebrates .nn-icon { animation: nn-pop 0.45s ease-out; }
    .nn-celebrates .nn-icon-line { stroke-dasharray: 1; animation: nn-tick 0.5s ease-out 0.15s backwards; }
  }
  @media print {
    .nn-exercise, body[data-jp-theme-light="false"] .nn-exercise { ${LIGHT} break-inside: avoid; print-color-adjust: exact; }
    .nn-exercise button { display: none; }
    .nn-exercise pre { white-space: pre-wrap; }
    .nn-exercise pre span { color: inherit; }
  }`;

/** Adds the style sheet to the page, once. */
export function addCardStyle(): void {
  addStyleSheet(STYLE);
}
