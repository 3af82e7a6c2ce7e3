/** Turns values of the main thread into variables of the debug protocol, which can be expanded one level at a time. */
import type { Runtime } from "node:inspector";
import type { Connection } from "./connection";
import type { DapVariable } from "./dap";

/** The group of remote objects, which are released together. */
const OBJECT_GROUP = "tslab-kernel-debugger";
/** A longer list is expanded in chunks. */
const CHUNK_SIZE = 100;
/** So many properties of one object are shown. */
const MAX_PROPERTIES = 500;
/** A longer text is truncated. */
const MAX_TEXT_LENGTH = 200;

/** What can be expanded into variables. */
type Expandable =
  | { kind: "objects"; ids: readonly string[]; extras?: readonly DapVariable[] }
  | { kind: "list"; id: string; start: number; count: number }
  | { kind: "globals" };

type Property = Pick<Runtime.PropertyDescriptor, "name" | "value" | "get">;

/** The values that a front end looks at, by their `variablesReference`. */
export class Variables {
  private readonly expandables = new Map<number, Expandable>();
  private lastReference = 0;

  constructor(private readonly connection: () => Connection) {}

  /** Invalidates all references; they are not used again. */
  async clear(): Promise<void> {
    this.expandables.clear();
    await this.connection().post("Runtime.releaseObjectGroup", { objectGroup: OBJECT_GROUP });
  }

  /** A reference to the variables of scopes, the innermost first, and further ones. */
  scopesReference(ids: readonly string[], extras: readonly DapVariable[] = []): number {
    return this.register({ kind: "objects", ids, extras });
  }

  /** A reference to the names that cells have declared. */
  globalsReference(): number {
    return this.register({ kind: "globals" });
  }

  /**
   * The variables of a reference.
   *
   * @throws Error when there is no such reference, or it belongs to an earlier stop.
   */
  async expand(reference: number): Promise<DapVariable[]> {
    const expandable = this.expandables.get(reference);
    if (!expandable) throw new Error(`There is no variable ${reference} any more.`);
    switch (expandable.kind) {
      case "globals":
        return this.globals();
      case "list":
        return this.chunk(expandable);
      case "objects": {
        const lines = (await Promise.all(expandable.ids.map((id) => this.properties(id)))).flat();
        return [...lines.filter(isFirstOfName), ...(expandable.extras ?? [])];
      }
    }
  }

  /** The names that cells have declared, without those of Node and the library. */
  async globals(): Promise<DapVariable[]> {
    const connection = this.connection();
    const { names } = await connection.post<{ names: string[] }>("Runtime.globalLexicalScopeNames");
    const expression = globalsExpression(names.filter((name) => !isHidden(name)));
    const { result } = await connection.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
      expression,
      objectGroup: OBJECT_GROUP,
      silent: true,
    });
    return result.objectId ? this.properties(result.objectId) : [];
  }

  /** One value as a variable. */
  toVariable(name: string, value: Runtime.RemoteObject): DapVariable {
    const { objectId, subtype, description } = value;
    const line: DapVariable = { name, value: textOf(value), type: typeOf(value), variablesReference: 0 };
    // A function's own properties are of no use to a learner.
    if (objectId === undefined || value.type === "function" || value.type === "symbol") return line;
    const length = subtype === "array" || subtype === "typedarray" ? lengthOf(description) : 0;
    line.variablesReference =
      length > CHUNK_SIZE
        ? this.register({ kind: "list", id: objectId, start: 0, count: length })
        : this.register({ kind: "objects", ids: [objectId] });
    if (length > 0) line.indexedVariables = length;
    return line;
  }

  private register(expandable: Expandable): number {
    this.lastReference++;
    this.expandables.set(this.lastReference, expandable);
    return this.lastReference;
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
    const lines = all.slice(0, MAX_PROPERTIES).map((property) => this.property(property));
    if (all.length > MAX_PROPERTIES)
      lines.push({
        name: "…",
        value: `${all.length - MAX_PROPERTIES} more`,
        type: "",
        variablesReference: 0,
      });
    return lines;
  }

  private property({ name, value, get }: Property): DapVariable {
    if (value) return { ...this.toVariable(name, value), evaluateName: name };
    // A getter is code of the learner's and must not be run. A property without value and getter is not initialised yet.
    const text = get ? "(computed when it is read)" : "(not set yet)";
    return { name, value: text, type: "", variablesReference: 0 };
  }

  /** A chunk of a long list: its values, or smaller chunks. */
  private async chunk({
    id,
    start,
    count,
  }: {
    id: string;
    start: number;
    count: number;
  }): Promise<DapVariable[]> {
    if (count > CHUNK_SIZE) {
      const size = CHUNK_SIZE ** Math.ceil(Math.log(count) / Math.log(CHUNK_SIZE) - 1);
      return Array.from({ length: Math.ceil(count / size) }, (_, i) => {
        const from = start + i * size;
        const many = Math.min(size, start + count - from);
        const variablesReference = this.register({ kind: "list", id, start: from, count: many });
        return { name: `[${from} … ${from + many - 1}]`, value: "", type: "", variablesReference };
      });
    }
    const slice = `function () { return Object.fromEntries(Array.from({ length: ${count} }, (_, i) => [${start} + i, this[${start} + i]])); }`;
    const { result } = await this.connection().post<Runtime.CallFunctionOnReturnType>(
      "Runtime.callFunctionOn",
      {
        objectId: id,
        functionDeclaration: slice,
        objectGroup: OBJECT_GROUP,
        silent: true,
      },
    );
    return result.objectId ? this.properties(result.objectId) : [];
  }
}

/** The names of Node's global object, read from this thread's, to which no cell adds any. */
const NODE_GLOBALS = new Set(Object.getOwnPropertyNames(globalThis));

/** Names that the translation adds, and internal slots. */
function isHidden(name: string): boolean {
  return name.startsWith("__");
}

/** Code that collects the cells' names into one object; names that are not initialised yet are left out. */
function globalsExpression(lexical: readonly string[]): string {
  const take = (name: string): string => `try { found[${JSON.stringify(name)}] = ${name}; } catch {}`;
  return `(() => {
    const found = Object.create(null);
    const known = new Set(${JSON.stringify([...NODE_GLOBALS])});
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
  if (type === "string") return JSON.stringify(truncate(String(value.value)));
  if (type === "undefined") return "undefined";
  if (type === "function") return truncate((description ?? "function").split("\n", 1)[0] as string);
  if (subtype === "error") return truncate((description ?? "Error").split("\n", 1)[0] as string);
  if (preview && (preview.properties.length > 0 || preview.entries))
    return truncate(previewText(value, preview));
  return truncate(description ?? String(value.value));
}

/** A short preview of an object: `Array(3) [1, 2, 3]`, `{a: 1, b: "x"}`, `Map(1) {"a" => 1}`. */
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

function truncate(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
}
