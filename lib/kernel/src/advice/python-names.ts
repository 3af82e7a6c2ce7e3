/** Names of Python: built-in functions, constants, types, and methods of its lists, texts and arrays. */
import { advicePhrases } from "../libraries";
import { code, type Mistake } from "./mistake";
import { toTypeScript, TYPE_NAMES } from "./python-code";
import { argumentsAt } from "./syntax";

/** A name, and what stands for it when it is called with the given arguments. */
const FUNCTIONS: Readonly<Record<string, (args: string) => string>> = {
  len: (args) => code(`${args || "list"}.length`),
  range: (args) =>
    `${code(`for (let i = 0; i < ${args || "n"}; i++)`)}, or ${code(`[...Array(${args || "n"}).keys()]`)} for the list`,
  str: (args) => code(`String(${args || "value"})`),
  int: (args) => code(`Math.trunc(Number(${args || "value"}))`),
  float: (args) => code(`Number(${args || "value"})`),
  bool: (args) => code(`Boolean(${args || "value"})`),
  list: (args) => code(`[...${args || "values"}]`),
  tuple: (args) => code(`[...${args || "values"}]`),
  dict: () => "`{ name: value }`",
  set: (args) => code(`new Set(${args || "values"})`),
  sum: (args) => code(`${args || "numbers"}.reduce((a, b) => a + b, 0)`),
  max: (args) => code(`Math.max(${args.includes(",") ? args : `...${args || "numbers"}`})`),
  min: (args) => code(`Math.min(${args.includes(",") ? args : `...${args || "numbers"}`})`),
  abs: (args) => code(`Math.abs(${args || "x"})`),
  round: (args) => code(`Math.round(${args || "x"})`),
  pow: (args) => code(args.includes(",") ? args.replace(/\s*,\s*/, " ** ") : "x ** 2"),
  sorted: (args) => code(`[...${args || "numbers"}].sort((a, b) => a - b)`),
  reversed: (args) => code(`[...${args || "list"}].reverse()`),
  enumerate: (args) => code(`${args || "list"}.entries()`),
  zip: (args) => {
    const [a = "a", b = "b"] = args.split(/\s*,\s*/).filter(Boolean);
    return code(`${a}.map((value, i) => [value, ${b}[i]])`);
  },
  map: (args) => {
    const [work = "work", list = "list"] = args.split(/\s*,\s*/).filter(Boolean);
    return code(`${list}.map(${work})`);
  },
  filter: (args) => {
    const [test = "test", list = "list"] = args.split(/\s*,\s*/).filter(Boolean);
    return code(`${list}.filter(${test})`);
  },
  any: (args) => code(`${args || "list"}.some((value) => value)`),
  all: (args) => code(`${args || "list"}.every((value) => value)`),
  isinstance: (args) => {
    const [value = "value", type = "number"] = args.split(/\s*,\s*/).filter(Boolean);
    return code(
      TYPE_NAMES[type] ? `typeof ${value} === "${TYPE_NAMES[type]}"` : `${value} instanceof ${type}`,
    );
  },
  type: (args) => code(`typeof ${args || "value"}`),
  dir: (args) => code(`Object.keys(${args || "value"})`),
  id: () => "`===`, which compares whether two names hold the same object",
  ord: (args) => code(`${args || "letter"}.codePointAt(0)`),
  chr: (args) => code(`String.fromCodePoint(${args || "number"})`),
  repr: (args) => code(`JSON.stringify(${args || "value"})`),
  open: (args) =>
    `${code(`readFileSync(${args.split(",")[0] || '"file.csv"'}, "utf8")`)} after \`import { readFileSync } from "node:fs"\``,
  exit: () => "nothing: a cell ends at its last line",
  quit: () => "nothing: a cell ends at its last line",
  printf: (args) => code(`console.log(${args})`),
  println: (args) => code(`console.log(${args})`),
  echo: (args) => code(`console.log(${args})`),
};

const pythonLibraries = (): Readonly<Record<string, string>> => ({
  np: "`tf` takes the place of NumPy: `tf.tensor([1, 2])`, `tf.zeros([2, 3])`",
  numpy: "`tf` takes the place of NumPy: `tf.tensor([1, 2])`, `tf.zeros([2, 3])`",
  torch: "`tf` takes the place of PyTorch: `tf.tensor([1, 2])`, `tf.layers.dense({ units: 1 })`",
  nn: "layers come from `tf.layers`: `tf.layers.dense({ units: 1 })`",
  keras: "`tf.layers` and `tf.sequential()` take its place",
  tensorflow: "TensorFlow is called `tf`",
  pd: advicePhrases().tables,
  plt: advicePhrases().charts,
  sns: advicePhrases().charts,
  sys: "`process` takes the place of `sys`",
});

const print: Mistake = {
  name: "python-print",
  examples: [
    'print("x")',
    'print "x"',
    'print(f"x = {age}")',
    "print(numbers, age)",
    'print("a", end="")',
    "print(len(numbers))",
  ],
  nearMisses: [
    "const print = (text: string) => text;\nprint(5)",
    "tf.tensor([1]).print(age.nope)",
    "printer('x')",
  ],
  advise(problem, cell) {
    if (problem.text !== "print" || ![2304, 2552, 1434].includes(problem.code)) return undefined;
    const inBrackets = argumentsAt(cell, problem.start);
    const args = (inBrackets ?? problem.sourceLine.trim().slice(5)).replace(
      /,?\s*\b(?:end|sep|flush|file)\s*=\s*(?:"[^"]*"|'[^']*'|\w+)/g,
      "",
    );
    const instead = code(`console.log(${toTypeScript(args)})`);
    return `\`print\` is Python; in TypeScript write ${instead}, or put the value alone on the cell's last line to see it.`;
  },
};

const constants: Mistake = {
  name: "python-constant",
  examples: ["True", "const ready = False", "None", "const nothing = None", "NULL", "nil"],
  nearMisses: ["const True = true;\nTrue.nope", "const options8 = { None: 1 };\noptions8.nope"],
  advise(problem) {
    const known: Record<string, string> = {
      True: "true",
      False: "false",
      None: "undefined",
      NULL: "null",
      nil: "undefined",
      TRUE: "true",
      FALSE: "false",
      NaN: "NaN",
      nan: "NaN",
      inf: "Infinity",
    };
    const instead = known[problem.text];
    if (!instead || ![2304, 2552].includes(problem.code)) return undefined;
    const origin = /^(?:True|False|None)$/.test(problem.text) ? "is Python; in" : "is another language; in";
    return `\`${problem.text}\` ${origin} TypeScript write \`${instead}\`${problem.text === "None" ? " (or `null`)" : ""}.`;
  },
};

const builtin: Mistake = {
  name: "python-function",
  examples: [
    "len(numbers)",
    "range(3)",
    "str(age)",
    'int("5")',
    "float('5')",
    "list(numbers)",
    "sum(numbers)",
    "max(numbers)",
    "abs(-1)",
    "sorted(numbers)",
    "enumerate(numbers)",
    "zip(numbers, numbers)",
    "isinstance(age, int)",
    "type(age)",
    "open('a.csv')",
    "printf('x')",
    "dict()",
  ],
  nearMisses: ["const len = (x: string) => x.length;\nlen(5)", "const sum = 5;\nsum(1)", "numbers.range"],
  advise(problem, cell) {
    const say = Object.hasOwn(FUNCTIONS, problem.text) ? FUNCTIONS[problem.text] : undefined;
    const args =
      say && [2304, 2552, 2693].includes(problem.code) ? argumentsAt(cell, problem.start) : undefined;
    if (!say || args === undefined) return undefined;
    const origin = /^(?:printf|println|echo)$/.test(problem.text) ? "is another language" : "is Python";
    return `\`${problem.text}\` ${origin}; in TypeScript write ${say(toTypeScript(args))}.`;
  },
};

const library: Mistake = {
  name: "python-library",
  examples: [
    "np.array([1, 2])",
    "pd.read_csv('a.csv')",
    "plt.plot(numbers)",
    "torch.tensor([1])",
    "keras.Sequential()",
  ],
  nearMisses: ["const np = { a: 1 };\nnp.b"],
  advise(problem) {
    const hint = Object.hasOwn(pythonLibraries(), problem.text) ? pythonLibraries()[problem.text] : undefined;
    if (!hint || ![2304, 2552].includes(problem.code)) return undefined;
    return `\`${problem.text}\` is a library of Python; here ${hint}.`;
  },
};

const self: Mistake = {
  name: "python-self",
  examples: ["class Unit { w = 1; run() { return self.w } }", "self.w = 1"],
  nearMisses: ["const self = { w: 1 };\nself.v"],
  advise(problem) {
    if (problem.text !== "self" || ![2304, 2552].includes(problem.code)) return undefined;
    return "`self` is Python; within a class of TypeScript write `this`.";
  },
};

const exception: Mistake = {
  name: "python-exception",
  examples: ["throw ValueError('too big')", "throw new KeyError('a')"],
  nearMisses: ["throw new RangeError('fine')", "class KeyError2 extends Error {}\nthrow KeyError2.nope"],
  advise(problem) {
    const names =
      /^(?:Exception|ValueError|KeyError|IndexError|AttributeError|RuntimeError|NotImplementedError|ZeroDivisionError|FileNotFoundError|IOError|StopIteration|AssertionError)$/;
    if (!names.test(problem.text) || ![2304, 2552].includes(problem.code)) return undefined;
    return `\`${problem.text}\` is Python; in TypeScript write \`throw new Error("what is wrong")\`, or \`RangeError\` for a number out of range.`;
  },
};

const typeName: Mistake = {
  name: "foreign-type-name",
  examples: [
    "let width: int = 5",
    "const title: str = 'a'",
    "function area2(r: float) { return r }",
    "radius: float = 5",
    "let flag2: bool = true",
  ],
  nearMisses: ["type int = number;\nconst n5: int = 'a'", "let n6: numbr = 5"],
  advise(problem) {
    const type = Object.hasOwn(TYPE_NAMES, problem.text) ? TYPE_NAMES[problem.text] : undefined;
    if (!type || ![2304, 2552].includes(problem.code)) return undefined;
    if (!new RegExp(`:\\s*${problem.text}\\b|<\\s*${problem.text}\\b`).test(problem.codeLine))
      return undefined;
    const bare = /^\s*([A-Za-z_]\w*)\s*:/.exec(problem.codeLine)?.[1];
    const declared = bare === undefined ? "" : `, and declare the name: ${code(`let ${bare}: ${type} = …`)}`;
    return `The type \`${problem.text}\` is called \`${type}\` in TypeScript${declared}.`;
  },
};

const typedDeclaration: Mistake = {
  name: "type-before-name",
  examples: ["int total3 = 5;", "float rate = 0.1", "String word = 'a';", "double x3 = 1.5;"],
  nearMisses: ["const int = 5;\nint.nope", "type T5 = { a: string };\nconst t5: T5 = { a: 1 }"],
  advise(problem) {
    const found =
      /^\s*(?:final\s+)?(int|float|double|long|char|bool|boolean|string|String|auto)\s+([A-Za-z_]\w*)\s*(?:=\s*(.*?))?\s*;?\s*$/.exec(
        problem.sourceLine,
      );
    if (!found || problem.code === 2339) return undefined;
    return `A declaration begins with \`const\` or \`let\` in TypeScript, and the type can be left out: ${code(`const ${found[2]} = ${found[3] ?? "…"}`)}.`;
  },
};

const functionWord: Mistake = {
  name: "foreign-function-word",
  examples: [
    "func twice(x) { return 2 * x }",
    "fun triple(x: number) { return 3 * x }",
    "fn four() { return 4 }",
  ],
  nearMisses: ["const fn = (x: number) => x.nope"],
  advise(problem) {
    const found = /^\s*(?:export\s+)?(func|fun|fn|sub|proc|defun)\s+([A-Za-z_]\w*)\s*\(/.exec(
      problem.codeLine,
    );
    if (!found) return undefined;
    return `A function begins with \`function\` in TypeScript: ${code(`function ${found[2]}(…) { … }`)}.`;
  },
};

export const PYTHON_NAMES: readonly Mistake[] = [
  typedDeclaration,
  functionWord,
  print,
  constants,
  builtin,
  library,
  self,
  exception,
  typeName,
];
