/** JupyterLab's theme: which it is, the colours of charts for it, and when it changes. */
import { backgrounds, templates, type Template } from "neural-notebooks/charts/rendering";

export type Theme = keyof typeof backgrounds;

/** The theme of the page. */
export function currentTheme(): Theme {
  return document.body.dataset["jpThemeLight"] === "false" ? "dark" : "light";
}

/** The colours of charts for a theme, as Plotly's template. */
export function templateFor(theme: Theme): Template {
  return templates[theme];
}

/** The colour of the page under a chart. */
export function backgroundColor(): string {
  return backgrounds[currentTheme()];
}

/** Calls back at each change of the theme, which is an attribute of the page's body. */
export function onThemeChange(callback: () => void): void {
  new MutationObserver(callback).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light"],
  });
}
