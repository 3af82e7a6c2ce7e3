/** The style sheet of the course's home: JupyterLab's own colours, so that it follows the theme. */
import { addStyleSheet } from "../style-sheet";

const STYLE = `
  .nn-home { overflow: auto; background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
    font-family: var(--jp-content-font-family, var(--jp-ui-font-family)); font-size: 14px; line-height: 1.5; }
  .nn-home:focus { outline: none; }
  .nn-home-page { max-width: 1080px; margin: 0 auto; padding: 28px 32px 48px; box-sizing: border-box; }
  .nn-home h1 { font-size: 28px; line-height: 1.2; font-weight: 650; margin: 0; }
  .nn-home h2 { font-size: 18px; line-height: 1.3; font-weight: 600; margin: 0; }
  .nn-home p { margin: 4px 0; }
  .nn-home-about { font-size: 15px; color: var(--jp-ui-font-color2); max-width: 62ch; }
  .nn-home-progress { margin: 14px 0 22px; color: var(--jp-ui-font-color2); font-size: 13px; }
  .nn-home-bar { height: 6px; border-radius: 3px; background: var(--jp-layout-color3); overflow: hidden; max-width: 420px; }
  .nn-home-bar-filled { height: 100%; background: #2e7d32; }
  .nn-home-continue { display: flex; align-items: center; gap: 20px; padding: 16px 20px; border-radius: 10px;
    border: 1px solid var(--jp-border-color1); border-left: 5px solid #1976d2; background: var(--jp-layout-color0); }
  .nn-home-continue-text { flex: 1; min-width: 0; }
  .nn-home-continue .nn-home-picture { flex: none; width: 168px; border-radius: 6px; overflow: hidden; }
  .nn-home-kicker { font-size: 12px; font-weight: 600; letter-spacing: .04em; color: var(--jp-ui-font-color2); }
  .nn-home-facts { color: var(--jp-ui-font-color2); font-size: 13px; }
  .nn-home .nn-home-button, .nn-home-top .nn-home-button { font: inherit; color: var(--jp-ui-font-color1); background: var(--jp-layout-color1);
    border: 1px solid var(--jp-border-color0, var(--jp-border-color1)); border-radius: 6px; padding: 5px 14px; cursor: pointer; }
  .nn-home .nn-home-button:hover, .nn-home-top .nn-home-button:hover { background: var(--jp-layout-color2); }
  .nn-home-button:focus-visible, .nn-home summary:focus-visible { outline: 3px solid #1976d2; outline-offset: 2px; }
  .nn-home .nn-home-primary { background: #1565c0; border-color: #1565c0; color: #fff; font-weight: 600; font-size: 15px; padding: 9px 24px; }
  .nn-home .nn-home-primary:hover { background: #0d47a1; }
  .nn-home .nn-home-link { justify-self: start; border: 0; padding: 0; background: none; color: var(--jp-content-link-color, #1565c0); text-decoration: underline; }
  .nn-home .nn-home-link:hover { background: none; }
  .nn-home-help { margin: 18px 0 0; }
  .nn-home-help summary { cursor: pointer; font-weight: 600; padding: 4px 0; }
  .nn-home-help-text { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 4px 36px; padding: 4px 0 8px 18px; }
  .nn-home-help-text ol { margin: 0; padding-left: 20px; }
  .nn-home-help-text li { margin-bottom: 6px; max-width: 68ch; }
  .nn-home-keys { display: grid; grid-template-columns: max-content 1fr; gap: 6px 14px; margin: 0; align-content: start; }
  .nn-home-keys dd { margin: 0; }
  .nn-home kbd { font: 12px var(--jp-code-font-family, monospace); border: 1px solid var(--jp-border-color1); border-bottom-width: 2px;
    border-radius: 4px; padding: 1px 6px; background: var(--jp-layout-color2); color: var(--jp-ui-font-color1); white-space: nowrap; }
  .nn-home-map { margin-top: 22px; }
  .nn-home-unit { display: grid; grid-template-columns: 176px minmax(0, 1fr); gap: 6px 28px; padding: 22px 0; border-top: 1px solid var(--jp-border-color2); }
  .nn-home-unit-about { color: var(--jp-ui-font-color2); }
  .nn-home-lessons { list-style: none; margin: 0; padding: 0; display: grid; gap: 16px;
    grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
  .nn-home-lessons > li { display: flex; }
  .nn-home .nn-home-card { flex: 1; display: flex; flex-direction: column; text-align: left; padding: 0; border-radius: 10px; overflow: hidden;
    font: inherit; color: inherit; background: var(--jp-layout-color0); border: 1px solid var(--jp-border-color1); cursor: pointer; }
  .nn-home .nn-home-card:hover { border-color: #1976d2; box-shadow: 0 2px 10px rgba(0, 0, 0, .14); }
  .nn-home .nn-home-card:focus-visible { outline: 3px solid #1976d2; outline-offset: 2px; }
  .nn-home-picture { display: block; background: #eef2f7; line-height: 0; }
  .nn-home-picture img { width: 100%; height: auto; display: block; }
  .nn-home-card .nn-home-picture { border-bottom: 1px solid var(--jp-border-color2); }
  .nn-home-card-text { display: flex; flex-direction: column; gap: 2px; padding: 10px 14px 12px; flex: 1; }
  .nn-home-number { font-size: 12px; font-weight: 600; color: var(--jp-ui-font-color2); display: flex; align-items: center; gap: 8px; }
  .nn-home-state { font-size: 11px; font-weight: 600; border-radius: 9px; padding: 0 8px; border: 1px solid currentColor; }
  .nn-home-question { font-size: 15px; font-weight: 600; line-height: 1.3; }
  .nn-home-done .nn-home-state { color: #1b5e20; }
  body[data-jp-theme-light="false"] .nn-home-done .nn-home-state { color: #81c784; }
  .nn-home-dots { display: flex; align-items: center; gap: 4px; margin-top: auto; padding-top: 8px; font-size: 12px; color: var(--jp-ui-font-color2); }
  .nn-home-dot { width: 10px; height: 10px; border-radius: 50%; border: 1.5px solid var(--jp-ui-font-color2); box-sizing: border-box; }
  .nn-home-dot[data-state="tried"] { background: linear-gradient(90deg, #ef6c00 50%, transparent 50%); border-color: #ef6c00; }
  .nn-home-dot[data-state="right"] { background: #2e7d32; border-color: #2e7d32; }
  body[data-jp-theme-light="false"] .nn-home-dot[data-state="right"] { background: #66bb6a; border-color: #66bb6a; }
  .nn-home-count { margin-left: 4px; }
  .nn-home-footer { margin-top: 40px; padding-top: 20px; border-top: 1px solid var(--jp-border-color1);
    display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 24px 36px; }
  .nn-home-pages { margin: 6px 0 0; padding-left: 18px; }
  .nn-home-pages li { margin: 3px 0; }
  .nn-home-buttons { display: flex; gap: 10px; }
  .nn-home code { font-family: var(--jp-code-font-family, monospace); font-size: 13px; background: var(--jp-layout-color2); padding: 0 4px; border-radius: 3px; }
  .nn-home-top { display: flex; align-items: center; padding: 0 8px; }
  .nn-home-top .nn-home-button { border-color: transparent; padding: 1px 10px; font-size: 13px; }
  @container nn-home (max-width: 720px) {
    .nn-home-page { padding: 20px 18px 36px; }
    .nn-home-help-text, .nn-home-footer, .nn-home-unit { grid-template-columns: minmax(0, 1fr); }
    .nn-home-continue { flex-wrap: wrap; }
    .nn-home-continue .nn-home-picture { width: 120px; }
  }
  @container nn-home (max-width: 560px) { .nn-home-continue .nn-home-picture { display: none; } }
  body[data-jp-theme-light="false"] .nn-home-picture img { filter: brightness(.88); }
  .nn-home { container: nn-home / inline-size; }
  @media (prefers-reduced-motion: no-preference) { .nn-home-card { transition: box-shadow .15s, border-color .15s; } }`;

/** Adds the style sheet to the page. */
export function addHomeStyle(): void {
  addStyleSheet(STYLE);
}
