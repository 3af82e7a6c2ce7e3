/** Makes elements of the page: a tag, its attributes, its children. */

/** Attributes by name; `true` stands for one without a value, nothing for none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Makes an element.
 *
 * @param tag - Its tag, with classes behind dots: `"a.nn-card"`.
 * @param attributes - Its attributes.
 * @param children - Elements and texts in it.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag | `${Tag}.${string}`,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Tag] {
  const [name = "div", ...classes] = tag.split(".");
  const made = document.createElement(name) as HTMLElementTagNameMap[Tag];
  made.classList.add(...classes);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(attribute, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}
