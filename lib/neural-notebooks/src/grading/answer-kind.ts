/** Says of what kind an answer is, such as "a list of 3 numbers", without saying which values it holds. */

/** A kind of value: what a right answer looks like from afar. */
export type AnswerKind =
  | { readonly is: "number" | "text" | "boolean" | "anything" }
  | { readonly is: "function"; readonly parameters: number }
  | { readonly is: "list"; readonly length: number | undefined; readonly item: AnswerKind }
  | { readonly is: "object"; readonly fields: Readonly<Record<string, AnswerKind>> };

/** The first place where a value is of another kind. */
export interface KindMismatch {
  /** The path to it, such as `"w[0]"`; empty for the value itself. */
  readonly path: string;
  readonly kind: AnswerKind;
  readonly actual: unknown;
}

const ANYTHING: AnswerKind = { is: "anything" };

/**
 * Finds the kind that values have in common.
 *
 * @param values - Right answers, at least one.
 * @returns Their kind; what differs between them, such as the length of lists, is left open.
 * @example
 * assert.equal(describeKind(commonKind([{ w: [1], b: 2 }])), "an object with w (list of 1 number) and b (number)");
 */
export function commonKind(values: readonly unknown[]): AnswerKind {
  const [first = ANYTHING, ...others] = values.map(kindOf);
  return others.reduce(merge, first);
}

/**
 * Says a kind in words.
 *
 * @param kind - The kind.
 * @returns With its article, such as `"a list of 3 numbers"`.
 */
export function describeKind(kind: AnswerKind): string {
  const noun = nounOf(kind);
  return withArticle(noun);
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

/**
 * Finds where a value is of another kind. Lengths of lists are not compared: why one is too short is for the exercise to say.
 *
 * @param value - The value.
 * @param kind - The kind that it should have.
 * @returns The first place; `undefined` when there is none.
 */
export function kindMismatch(value: unknown, kind: AnswerKind): KindMismatch | undefined {
  return mismatchAt("", value, kind);
}

function mismatchAt(path: string, value: unknown, kind: AnswerKind): KindMismatch | undefined {
  if (kind.is === "list" && isListLike(value)) {
    const found = Array.from(value, (item, i) => mismatchAt(`${path}[${i}]`, item, kind.item));
    return found.find((each) => each !== undefined);
  }
  if (kind.is === "object" && isObject(value)) {
    const found = Object.entries(kind.fields).map(([name, field]) =>
      mismatchAt(path ? `${path}.${name}` : name, value[name], field),
    );
    return found.find((each) => each !== undefined);
  }
  return kind.is === "anything" || kindOf(value).is === kind.is ? undefined : { path, kind, actual: value };
}

function kindOf(value: unknown): AnswerKind {
  if (typeof value === "number") return { is: "number" };
  if (typeof value === "string") return { is: "text" };
  if (typeof value === "boolean") return { is: "boolean" };
  if (typeof value === "function") return { is: "function", parameters: value.length };
  if (isListLike(value)) {
    const item = value.length === 0 ? ANYTHING : commonKind(Array.from(value));
    return { is: "list", length: value.length, item };
  }
  // A model, a tensor, a frame: what it holds is for the exercise to judge.
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return ANYTHING;
  const fields = Object.entries(value).map(([name, field]) => [name, kindOf(field)] as const);
  return { is: "object", fields: Object.fromEntries(fields) };
}

function merge(a: AnswerKind, b: AnswerKind): AnswerKind {
  if (a.is === "function" && b.is === "function")
    return { is: "function", parameters: Math.max(a.parameters, b.parameters) };
  if (a.is === "list" && b.is === "list") {
    const length = a.length === b.length ? a.length : undefined;
    return { is: "list", length, item: merge(a.item, b.item) };
  }
  if (a.is === "object" && b.is === "object") {
    const shared = Object.entries(a.fields).flatMap(([name, kind]) => {
      const other = b.fields[name];
      return other ? [[name, merge(kind, other)] as const] : [];
    });
    return { is: "object", fields: Object.fromEntries(shared) };
  }
  return a.is === b.is ? a : ANYTHING;
}

/** A kind without its article. */
function nounOf(kind: AnswerKind, { many = false } = {}): string {
  const plural = many ? "s" : "";
  if (kind.is === "anything") return `value${plural}`;
  if (kind.is === "boolean") return many ? "values true or false" : "value, true or false";
  if (kind.is === "function") {
    const { parameters } = kind;
    if (parameters === 0) return `function${plural} without arguments`;
    return `function${plural} of ${parameters} argument${parameters === 1 ? "" : "s"}`;
  }
  if (kind.is === "list") {
    const { length, item } = kind;
    const count = length === undefined ? "" : `${length} `;
    return `list${plural} of ${count}${nounOf(item, { many: length !== 1 })}`;
  }
  if (kind.is === "object") {
    return `object${plural} with ${fieldsOf(kind.fields)}`;
  }
  return `${kind.is}${plural}`;
}

/** The fields of an object; those that are all alike are described once. */
function fieldsOf(fields: Readonly<Record<string, AnswerKind>>): string {
  const names = Object.keys(fields);
  const nouns = Object.values(fields).map((field) => nounOf(field));
  const [first = ""] = nouns;
  const alike = names.length > 1 && new Set(nouns).size === 1;
  if (alike && Object.values(fields)[0]?.is === "object")
    return `${enumerate(names)} (each ${withArticle(first)})`;
  return enumerate(names.map((name, i) => `${name} (${nouns[i]})`));
}

function enumerate(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "no fields";
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last;
}

function isListLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isListLike(value);
}
