/** Makes the drawings and texts of a card: only ever of text, so that nothing in a notebook can bring markup of its own. */
import { element } from "../element";

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of a drawing. */
export function shape(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (Node | string)[] = [],
): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A text with code between backticks. */
export function prose(text: string): (Node | string)[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? element("code", {}, [part]) : part))
    .filter((part) => part !== "");
}

const TOKENS =
  /(\/\/[^\n]*|\/\*[^]*?\*\/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\b(const|let|var|function|return|for|of|in|if|else|while|new|await|async|import|from|export|type|interface|class|true|false|null|undefined)\b|((?<![\w.])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)/g;

const TOKEN_CLASSES = ["comment", "string", "keyword", "number"];

/** Code, coloured as the editor does. */
export function highlighted(code: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let done = 0;
  for (const match of code.matchAll(TOKENS)) {
    const kind = TOKEN_CLASSES[match.slice(1).findIndex((group) => group !== undefined)];
    parts.push(code.slice(done, match.index), element("span", { class: `nn-${kind}` }, [match[0]]));
    done = match.index + match[0].length;
  }
  return [...parts, code.slice(done)];
}
