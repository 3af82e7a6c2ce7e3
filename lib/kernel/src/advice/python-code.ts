/** Translates short pieces of Python into TypeScript, for the suggestions of the advice. */

/** Names of Python for types, and what TypeScript calls them. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: "number",
  float: "number",
  double: "number",
  str: "string",
  bool: "boolean",
  list: "number[]",
  tuple: "[number, number]",
  dict: "Record<string, number>",
  set: "Set<number>",
  Int: "number",
  Float: "number",
  Double: "number",
};

/**
 * Translates an expression: `and`, `or`, `not`, `is`, `in`, `len(x)`, True, False, None and f-strings.
 *
 * @param expression - Python, on one line.
 * @returns TypeScript, as far as the pieces are known.
 */
export function toTypeScript(expression: string): string {
  return expression
    .trim()
    .replace(/\bf(["'])(.*?)\1/g, (_whole, _quote, inner: string) => toTemplate(inner))
    .replace(/\bis not\b/g, "!==")
    .replace(/\bis\b/g, "===")
    .replace(/(^|[^=!<>])==(?!=)/g, "$1===")
    .replace(/!=(?!=)/g, "!==")
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replace(/\bNone\b/g, "undefined")
    .replace(/\band\b/g, "&&")
    .replace(/\bor\b/g, "||")
    .replace(/\bnot ([\w.]+) in ([\w.]+)/g, "!$2.includes($1)")
    .replace(/([\w.]+|(["']).*?\2) not in ([\w.]+)/g, "!$3.includes($1)")
    .replace(/([\w.]+|(["']).*?\2) in ([\w.]+)/g, "$3.includes($1)")
    .replace(/\bnot ([\w.]+(?:\(.*?\))?)/g, "!$1")
    .replace(/\blen\(([\w.]+)\)/g, "$1.length");
}

/** The inside of an f-string as a template: `{x}` becomes `${x}`, `{x:.2f}` becomes `${x.toFixed(2)}`. */
export function toTemplate(inner: string): string {
  const filled = inner.replace(/\{([^{}:]+?)(?::([^{}]*))?\}/g, (_whole, value: string, format?: string) => {
    const digits = /^[^.]*\.(\d+)f$/.exec(format ?? "")?.[1];
    return digits === undefined ? `\${${value}}` : `\${${value}.toFixed(${digits})}`;
  });
  return `\`${filled}\``;
}

/** The head of a loop over the expression after `in`. */
export function toLoop(names: string, over: string): string {
  const range = /^range\(([^()]*(?:\([^()]*\))?[^()]*)\)$/.exec(over.trim());
  const variable = names.trim();
  if (range && /^\w+$/.test(variable)) {
    const parts = (range[1] as string).split(",").map((part) => toTypeScript(part));
    const [from, to, step] = parts.length === 1 ? ["0", parts[0], undefined] : parts;
    const grow = step === undefined ? `${variable}++` : `${variable} += ${step}`;
    return `for (let ${variable} = ${from}; ${variable} < ${to}; ${grow}) { … }`;
  }
  const pairs = /^enumerate\((.*)\)$/.exec(over.trim());
  const bound = variable.includes(",") ? `[${variable.replace(/\s*,\s*/g, ", ")}]` : variable;
  const items = /^([\w.]+)\.items\(\)$/.exec(over.trim());
  if (pairs) return `for (const ${bound} of ${pairs[1] as string}.entries()) { … }`;
  if (items) return `for (const ${bound} of Object.entries(${items[1] as string})) { … }`;
  return `for (const ${bound} of ${toTypeScript(over)}) { … }`;
}

/** Parameters with types of TypeScript in place of Python's; a parameter without a type is a number. */
export function toParameters(parameters: string): string {
  return parameters
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "self")
    .map((part) => {
      const read = /^(\w+)\s*(?::\s*(\w+))?\s*(?:=\s*(.*))?$/.exec(part);
      if (!read) return part;
      const [, name, type, initial] = read as unknown as [string, string, string?, string?];
      if (initial !== undefined) return `${name} = ${toTypeScript(initial)}`;
      return `${name}: ${TYPE_NAMES[type ?? "int"] ?? type}`;
    })
    .join(", ");
}
