/** Turns the values of the main thread into named, typed lines that can be opened one level at a time. */
import type { Runtime } from "node:inspector";
import type { Connection } from "./connection";
import type { DapVariable } from "./dap";

/** The inspector forgets all objects of a group at once. */
const GROUP = "tslab-kernel-debugger";
/** A longer list is opened in parts. */
const PART = 100;
/** So many names of one object are shown. */
const MAX_NAMES = 500;
/** A longer text is cut. */
const MAX_TEXT = 200;

/** What opens into further lines. */
type Openable =
  | { kind: "objects"; ids: readonly string[]; extras?: readonly DapVariable[] }
  | { kind: "list"; id: string; start: number; count: number }
  | { kind: "learner" };

type Property = Pick<Runtime.PropertyDescriptor, "name" | "value" | "get">;

/** The values that a front end looks at, by the numbers it was given for them. */
export class Variables {
  private readonly openables = new Map<number, Openable>();
  private last = 0;

  constructor(private readonly connection: () => Connection) {}

  /** Forgets all numbers given so far; they are never given again. */
  async clear(): Promise<void> {
    this.openables.clear();
    await this.connection().post("Runtime.releaseObjectGroup", { objectGroup: GROUP });
  }

  /** A number for the variables of scopes, the innermost first, and further lines. */
  ofScopes(ids: readonly string[], extras: readonly DapVariable[] = []): number {
    return this.keep({ kind: "objects", ids, extras });
  }

  /** A number for the names that the learner's cells have declared. */
  ofLearner(): number {
    return this.keep({ kind: "learner" });
  }

  /**
   * The lines behind a number.
   *
   * @throws Error when the number was never given, or belongs to an earlier stop.
   */
  async open(reference: number): Promise<DapVariable[]> {
    const openable = this.openables.get(reference);
    if (!openable) throw new Error(`There is no variable ${reference} any more.`);
    switch (openable.kind) {
      case "learner":
        return this.learner();
      case "list":
        return this.part(openable);
      case "objects": {
        const lines = (await Promise.all(openable.ids.map((id) => this.properties(id)))).flat();
        return [...lines.filter(isFirstOfName), ...(openable.extras ?? [])];
      }
    }
  }

  /** The learner's own names: what cells declared, not what Node and the library bring. */
  async learner(): Promise<DapVariable[]> {
    const connection = this.connection();
    const { names } = await connection.post<{ names: string[] }>("Runtime.globalLexicalScopeNames");
    const expression = learnersObject(names.filter((name) => !isHidden(name)));
    const { result } = await connection.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
      expression,
      objectGroup: GROUP,
      silent: true,
    });
    return result.objectId ? this.properties(result.objectId) : [];
  }

  /** One value as a line. */
  line(name: string, value: Runtime.RemoteObject): DapVariable {
    const { objectId, subtype, description } = value;
    const line: DapVariable = { name, value: textOf(value), type: typeOf(value), variablesReference: 0 };
    // A function's own properties say nothing to a learner.
    if (objectId === undefined || value.type === "function" || value.type === "symbol") return line;
    const length = subtype === "array" || subtype === "typedarray" ? lengthOf(description) : 0;
    line.variablesReference =
      length > PART
        ? this.keep({ kind: "list", id: objectId, start: 0, count: length })
        : this.keep({ kind: "objects", ids: [objectId] });
    if (length > 0) line.indexedVariables = length;
    return line;
  }

  private keep(openable: Openable): number {
    this.last++;
    this.openables.set(this.last, openable);
    return this.last;
  }

  private async properties(objectId: string): Promise<DapVariable[]> {
    const answer = await this.connection().post<Runtime.GetPropertiesReturnType>("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    const entries = answer.internalProperties?.filter(({ name }) => name === "[[Entries]]") ?? [];
    const all: Property[] = [
      ...answer.result.filter(({ name }) => !isHidden(name)),
      ...(entries as Property[]),
    ];
    const lines = all.slice(0, MAX_NAMES).map((property) => this.property(property));
    if (all.length > MAX_NAMES)
      lines.push({ name: "…", value: `${all.length - MAX_NAMES} more`, type: "", variablesReference: 0 });
    return lines;
  }

  private property({ name, value, get }: Property): DapVariable {
    if (value) return { ...this.line(name, value), evaluateName: name };
    // A getter is code of the learner's: looking must not run it. What has neither is declared and not yet set.
    const text = get ? "(computed when it is read)" : "(not set yet)";
    return { name, value: text, type: "", variablesReference: 0 };
  }

  /** A stretch of a long list: its values, or shorter stretches. */
  private async part({
    id,
    start,
    count,
  }: {
    id: string;
    start: number;
    count: number;
  }): Promise<DapVariable[]> {
    if (count > PART) {
      const size = PART ** Math.ceil(Math.log(count) / Math.log(PART) - 1);
      return Array.from({ length: Math.ceil(count / size) }, (_, i) => {
        const from = start + i * size;
        const many = Math.min(size, start + count - from);
        const variablesReference = this.keep({ kind: "list", id, start: from, count: many });
        return { name: `[${from} … ${from + many - 1}]`, value: "", type: "", variablesReference };
      });
    }
    const slice = `function () { return Object.fromEntries(Array.from({ length: ${count} }, (_, i) => [${start} + i, this[${start} + i]])); }`;
    const { result } = await this.connection().post<Runtime.CallFunctionOnReturnType>(
      "Runtime.callFunctionOn",
      {
        objectId: id,
        functionDeclaration: slice,
        objectGroup: GROUP,
        silent: true,
      },
    );
    return result.objectId ? this.properties(result.objectId) : [];
  }
}

/** Names of this thread's global object, which is as Node made it. */
const NODES_NAMES = new Set(Object.getOwnPropertyNames(globalThis));

/** Names that the translation adds, and internal slots. */
function isHidden(name: string): boolean {
  return name.startsWith("__");
}

/** Code that makes one object of the learner's names; one whose declaration has not run yet is left out. */
function learnersObject(lexical: readonly string[]): string {
  const take = (name: string): string => `try { found[${JSON.stringify(name)}] = ${name}; } catch {}`;
  return `(() => {
    const found = Object.create(null);
    const known = new Set(${JSON.stringify([...NODES_NAMES])});
    for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(globalThis)))
      if (own.enumerable && "value" in own && !known.has(name) && !name.startsWith("_")) found[name] = own.value;
    ${lexical.map(take).join("\n")}
    return found;
  })()`;
}

function isFirstOfName(line: DapVariable, at: number, all: readonly DapVariable[]): boolean {
  return all.findIndex(({ name }) => name === line.name) === at;
}

function typeOf({ type, subtype, className }: Runtime.RemoteObject): string {
  if (subtype === "null") return "null";
  return type === "object" ? (className ?? "object") : type;
}

function textOf(value: Runtime.RemoteObject): string {
  const { type, subtype, description, preview } = value;
  if (type === "string") return JSON.stringify(cut(String(value.value)));
  if (type === "undefined") return "undefined";
  if (type === "function") return cut((description ?? "function").split("\n", 1)[0] as string);
  if (subtype === "error") return cut((description ?? "Error").split("\n", 1)[0] as string);
  if (preview && (preview.properties.length > 0 || preview.entries)) return cut(previewText(value, preview));
  return cut(description ?? String(value.value));
}

/** A short look into an object: `Array(3) [1, 2, 3]`, `{a: 1, b: "x"}`, `Map(1) {"a" => 1}`. */
function previewText(
  { subtype, description, className }: Runtime.RemoteObject,
  preview: Runtime.ObjectPreview,
): string {
  const isList = subtype === "array" || subtype === "typedarray";
  const parts = preview.entries
    ? preview.entries.map(({ key, value }) =>
        key ? `${shortText(key)} => ${shortText(value)}` : shortText(value),
      )
    : preview.properties
        .filter(({ name }) => !isList || /^\d+$/.test(name))
        .map((property) => (isList ? propertyText(property) : `${property.name}: ${propertyText(property)}`));
  const inner = parts.join(", ") + (preview.overflow ? ", …" : "");
  const name = className === "Object" ? "" : `${description ?? className} `;
  return isList ? `${name}[${inner}]` : `${name}{${inner}}`;
}

function propertyText({ type, value }: Runtime.PropertyPreview): string {
  return type === "string" ? JSON.stringify(value) : (value ?? type);
}

function shortText({ type, description }: Runtime.ObjectPreview): string {
  return type === "string" ? JSON.stringify(description) : (description ?? type);
}

function lengthOf(description: string | undefined): number {
  return Number(/\((\d+)\)$/.exec(description ?? "")?.[1] ?? 0);
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
