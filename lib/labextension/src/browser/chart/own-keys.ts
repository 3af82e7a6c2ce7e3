/** Elements whose keys are their own: JupyterLab looks for its attribute at what has the focus, not around it. */

const ATTRIBUTE = "data-lm-suppress-shortcuts";

/** The attribute for new elements. */
export const OWN_KEYS = { [ATTRIBUTE]: "true" } as const;

/** Has an element keep its keys, or leaves them to the notebook. */
export function keepKeys(element: Element, keeps = true): void {
  if (keeps) element.setAttribute(ATTRIBUTE, "true");
  else element.removeAttribute(ATTRIBUTE);
}
