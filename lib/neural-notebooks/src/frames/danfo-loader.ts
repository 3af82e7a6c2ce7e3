/** Loads danfo in some 20 ms: what it needs only now and then (mathjs, xlsx, TensorFlow.js …) is loaded at its first use. */
import Module = require("node:module");
import { loadTf } from "../core/load-tf";

/** What this stage takes from danfo; all else of danfo is written anew over typed columns. */
export interface Danfo {
  DataFrame: DanfoClass;
  Series: DanfoClass;
  Config: new (options: object) => object;
}

/** A class of danfo, made without arguments. */
export type DanfoClass = (new () => object) & { readonly prototype: object };

/** The packages that danfo loads at its start and uses in few of its methods; `mathjs` alone takes 0.6 s. */
const SELDOM = [
  "mathjs",
  "xlsx",
  "request",
  "stream-json",
  "stream-json/streamers/StreamArray",
  "node-fetch",
  "papaparse",
  "table",
] as const;
const TENSORFLOW = "@tensorflow/tfjs-node";

let danfo: Danfo | undefined;

/**
 * Loads danfo, the one that everybody else in the process gets as well.
 *
 * @returns Its module; as it is when somebody has loaded it before.
 */
export function loadDanfo(): Danfo {
  return (danfo ??= loadedWithStandIns());
}

/**
 * Makes a class to inherit from that has all of a danfo class's methods and passes `instanceof`, but does not run its
 * constructor, which would copy all data into rows.
 */
export function withoutConstructor(inherited: DanfoClass): new () => object {
  const Heir = function (): void {} as unknown as new () => object;
  Object.setPrototypeOf(Heir, inherited);
  Object.setPrototypeOf(Heir.prototype as object, inherited.prototype);
  return Heir;
}

/** Loads a package that danfo depends on, e.g. `"xlsx"`, from where danfo finds it. */
export function requireOfDanfo(name: string): unknown {
  return danfoRequire()(name);
}

function danfoRequire(): NodeJS.Require {
  return Module.createRequire(require.resolve("danfojs-node"));
}

function loadedWithStandIns(): Danfo {
  if (require.cache[require.resolve("danfojs-node")]) return require("danfojs-node") as Danfo;
  const found = danfoRequire();
  const put: [file: string, before: NodeJS.Module | undefined][] = [];
  const standIn = (name: string, load: () => object): void => {
    const file = resolved(found, name);
    if (file === undefined || (found.cache[file]?.loaded ?? false)) return;
    put.push([file, found.cache[file]]);
    const exports: unknown = lazily(load);
    found.cache[file] = Object.assign(new Module(file), { exports, loaded: true, filename: file });
  };
  try {
    for (const name of SELDOM) standIn(name, () => found(name) as object);
    standIn(TENSORFLOW, loadTf);
    return require("danfojs-node") as Danfo;
  } finally {
    // Everybody else gets the packages themselves; only danfo keeps the stand-ins.
    for (const [file, before] of put) {
      if (before) found.cache[file] = before;
      else delete found.cache[file];
    }
  }
}

function resolved(found: NodeJS.Require, name: string): string | undefined {
  try {
    return found.resolve(name);
  } catch {
    // A package that is not there fails where danfo would have used it.
    return undefined;
  }
}

/** Nobody is an instance of it: as long as TensorFlow.js is not loaded there are no tensors. */
class NoTensor {}

/** Something that loads a module when one of its names is first used, or when it is called. */
function lazily(load: () => object): object {
  let module: object | undefined;
  const use = (): object => (module ??= load());
  // A function, because some of these modules are one.
  return new Proxy(function () {}, {
    get(_, name): unknown {
      // Compiled imports ask for it at once; to say no is right for all of these modules.
      if (name === "__esModule") return undefined;
      if (name === "Tensor" && load === loadTf && !isTensorFlowLoaded()) return NoTensor;
      return (use() as Record<PropertyKey, unknown>)[name];
    },
    has: (_, name) => name in use(),
    apply: (_, owner, values) => Reflect.apply(use() as () => unknown, owner, values) as unknown,
  });
}

function isTensorFlowLoaded(): boolean {
  return require.cache[require.resolve("../core/tf")]?.loaded === true;
}
