/** Statements of Python: blocks with a colon, imports, and words that begin a line there. */
import { advicePhrases } from "../libraries";
import type { Problem } from "./failed-cell";
import { code, type Mistake } from "./mistake";
import { toLoop, toParameters, toTypeScript } from "./python-code";

/** Reads the line's code against a pattern and gives the source at the same columns. */
function read(problem: Problem, pattern: RegExp): string[] | undefined {
  const { codeLine, sourceLine } = problem;
  if (!pattern.test(codeLine)) return undefined;
  const match = pattern.exec(withoutComment(sourceLine));
  return match ? match.map((group) => (group ?? "").trim()) : undefined;
}

/** Removes a comment that begins with `#`. */
function withoutComment(line: string): string {
  return line.replace(/\s+#\s.*$/, "");
}

const pythonModules = (): readonly [pattern: RegExp, hint: string][] => [
  [
    /^(?:tensorflow|keras|torch|numpy|jax)\b/,
    `tensors, layers and models come with ${code(advicePhrases().tensorflow)}`,
  ],
  [/^pandas\b/, advicePhrases().tables],
  [/^(?:matplotlib|seaborn|plotly|pylab)\b/, advicePhrases().charts],
  [/^(?:sklearn|scipy|statsmodels)\b/, advicePhrases().metrics],
  [/^(?:math|cmath)\b/, "`Math` is always there: `Math.sqrt(2)`"],
  [/^random\b/, "`Math.random()` is always there"],
  [/^(?:time|datetime|timeit)\b/, "`new Date()` and `performance.now()` are always there"],
  [/^json\b/, "`JSON.parse(text)` and `JSON.stringify(value)` are always there"],
  [/^re\b/, "regular expressions are always there: `/a+/.test(text)`"],
  [/^(?:os|sys|pathlib|csv|io)\b/, 'files are read with `import { readFileSync } from "node:fs"`'],
];

/** `import x as y`, `from x import y`. */
const pythonImport: Mistake = {
  name: "python-import",
  examples: [
    "import numpy as np",
    "import torch.nn as nn",
    "import matplotlib.pyplot as plt",
    "import pandas as pd\nframe = pd.read_csv('a.csv')",
    "from tensorflow import keras",
    "from sklearn.model_selection import train_test_split",
    "from helpers import *",
  ],
  modulesOnly: ["import torch"],
  nearMisses: [
    "import * as np from 'nosuchmodule'",
    "const from = 1;\nfrom.x",
    "const text7 = 'import numpy as np';\ntext7.nope",
  ],
  advise(problem) {
    const whole = read(problem, /^\s*import\s+([A-Za-z_][\w.]*)(?:\s+as\s+(\w+))?\s*;?\s*$/);
    const part = read(problem, /^\s*from\s+([A-Za-z_.][\w.]*)\s+import\s+([\w*(][\w*, ()]*)/);
    if (!whole && !part) return undefined;
    const module = (whole ?? part)?.[1] as string;
    const hint = pythonModules().find(([pattern]) => pattern.test(module))?.[1];
    const line = code(withoutComment(problem.sourceLine));
    if (hint) return `${line} is Python; in TypeScript ${hint}.`;
    const names =
      part?.[2] === "*" || !part ? `* as ${whole?.[2] || module.split(".").at(-1)}` : `{ ${part[2]} }`;
    return `${line} is Python; in TypeScript write ${code(`import ${names} from "${module}"`)}, with the module's name in quotes.`;
  },
};

const pythonFor: Mistake = {
  name: "python-for",
  examples: [
    "for i in range(3):\n    print(i)",
    "for i in range(2, 10, 2):\n    console.log(i)",
    "for x in numbers:\n  console.log(x)",
    "for i, x in enumerate(numbers):\n  console.log(i, x)",
    "for key, value in table.items():\n  print(key)",
    "for i in range(3)",
  ],
  nearMisses: ["for (const key1 in { a: 1 }) { key1.nope }", "for (const i of numbers) { i.nope }"],
  advise(problem) {
    const found = read(problem, /^\s*(?:async\s+)?for\s+([A-Za-z_][\w, ]*?)\s+in\s+([^:]+?)\s*(?::.*)?$/);
    if (!found) return undefined;
    return `\`for … in …:\` is Python; in TypeScript write ${code(toLoop(found[1] as string, found[2] as string), 80)}.`;
  },
};

const pythonCondition: Mistake = {
  name: "python-if-while",
  examples: [
    "if age > 3:\n    console.log(1)",
    "if age > 3 and age != 5:\n    console.log(1)",
    "if not age: console.log('zero')",
    "while True:\n    break",
    "if 3 in numbers:  # found\n    console.log(1)",
  ],
  nearMisses: ["if age > 3 { console.log(1) }", "const when = age > 3 ? 'a' : numbers.nope;"],
  advise(problem) {
    const found = read(problem, /^\s*(if|while)\b\s*(.*?)\s*:(?:\s+[^:]*)?$/);
    if (!found || /[{}?]/.test(problem.codeLine)) return undefined;
    const [, word, condition] = found as [string, string, string];
    const bare = condition.replace(/^\((.*)\)$/, "$1");
    return `\`${word} …:\` is Python; in TypeScript the condition stands in round brackets and the block in curly ones: ${code(`${word} (${toTypeScript(bare)}) { … }`)}.`;
  },
};

const pythonElse: Mistake = {
  name: "python-elif-else",
  examples: ["if (age > 3) { 1 }\nelif age > 2:\n  2", "if (age > 3)\n  1\nelse:\n  2", "elif age > 3:\n  1"],
  nearMisses: ["const pick = age > 3 ? 1 :\nnumbers.nope;"],
  advise(problem) {
    const elif = read(problem, /^\s*\}?\s*(?:elif|elsif)\b\s*\(?(.*?)\)?\s*[:{]?\s*$/);
    if (elif)
      return `\`elif\` is Python; in TypeScript write ${code(`} else if (${toTypeScript(elif[1] || "…")}) {`)}.`;
    if (!read(problem, /^\s*\}?\s*else\s*:/)) return undefined;
    return "`else:` is Python; in TypeScript write `} else { … }`.";
  },
};

const pythonDef: Mistake = {
  name: "python-def",
  examples: [
    "def square(x):\n    return x * x",
    "def area(width: float, height: float = 1) -> float:\n    return width * height",
    "async def load(name: str):\n  pass",
  ],
  nearMisses: ["const def = 1;\ndef.nope", "function defend(x: number) { return x.nope }"],
  advise(problem) {
    const found = read(problem, /^\s*(async\s+)?def\s+(\w+)\s*\(?([^)]*)\)?/);
    if (!found) return undefined;
    const [, isAsync, name, parameters] = found as [string, string, string, string];
    const head = `${isAsync ? "async " : ""}function ${name}(${toParameters(parameters)}) { … }`;
    return `\`def\` is Python; in TypeScript write ${code(head, 80)}.`;
  },
};

const pythonClass: Mistake = {
  name: "python-class",
  examples: [
    "class Neuron:\n    def __init__(self, w):\n        self.w = w",
    "class Net(tf.Model):\n    pass",
    "class Net2 { def __init__(self, w) { } }",
  ],
  nearMisses: ["class Point4 { x: nosuch = 1 }"],
  advise(problem) {
    const found = read(problem, /^\s*class\s+(\w+)\s*(?:\(([\w.]*)\))?\s*:/);
    if (found) {
      const parent = found[2] ? ` extends ${found[2]}` : "";
      return `\`class …:\` is Python; in TypeScript write ${code(`class ${found[1]}${parent} { … }`)}, and \`constructor(…)\` for \`__init__\`.`;
    }
    if (!/\b__init__\b/.test(problem.codeLine)) return undefined;
    return "`def __init__(self, …)` is Python; in TypeScript a class has a `constructor(…) { … }`, and `this` takes the place of `self`.";
  },
};

const pythonTry: Mistake = {
  name: "python-try-except",
  examples: [
    "try:\n    1\nexcept ValueError:\n    2",
    "try { 1 } except (e) { 2 }",
    "try { 1 }\nexcept:\n  2",
    "try { 1 } catch (e) { 2 }\nfinally:\n  2",
  ],
  nearMisses: ["try { numbers.nope } catch { 1 }", "const except = 1;\nexcept.nope"],
  advise(problem) {
    const isBlock = /^\s*\}?\s*(?:try|finally)\s*:/.test(problem.codeLine);
    if (
      !isBlock &&
      !/(?:^|\})\s*except\b\s*(?:[\w.(]|:)(?!\s*=)[^=;]*[:{)]\s*/.test(problem.codeLine) &&
      !/(?:^|\})\s*except\s*:/.test(problem.codeLine)
    )
      return undefined;
    return "`try: … except: …` is Python; in TypeScript write `try { … } catch (error) { … } finally { … }`.";
  },
};

const pythonWith: Mistake = {
  name: "python-with",
  examples: ["with open('data.csv') as f:\n    text = f.read()", "with tf.GradientTape() as tape:\n    pass"],
  nearMisses: ["const withTax = 1;\nwithTax.nope"],
  advise(problem) {
    const found = read(problem, /^\s*with\s+(.*?)\s+as\s+(\w+)\s*:?/);
    if (!found) return undefined;
    const [, what, name] = found as [string, string, string];
    if (/GradientTape/.test(what))
      return `\`with …:\` is Python; in TypeScript gradients come from a function: \`const { value, grads } = tf.variableGrads(() => loss())\`.`;
    const file = /^open\(([^,)]*)/.exec(what)?.[1];
    if (file === undefined)
      return `\`with … as …:\` is Python; in TypeScript write ${code(`const ${name} = ${what}`)}, and call its closing method at the end.`;
    return `\`with open(…) as …:\` is Python; in TypeScript write ${code(`const text = readFileSync(${file}, "utf8")`, 80)} after \`import { readFileSync } from "node:fs"\`.`;
  },
};

/** Words of Python that begin a statement, and what stands for them. */
const WORDS: Readonly<Record<string, (rest: string) => string>> = {
  raise: (rest) => `write ${code(`throw new Error(${/\((.*)\)/.exec(rest)?.[1] ?? '"what is wrong"'})`)}`,
  pass: () => "an empty block needs no word: `{ }`",
  del: () => "a variable cannot be deleted and need not be; a tensor's memory is freed by `tensor.dispose()`",
  global: () => "an outer variable can be used as it is: leave this line out",
  nonlocal: () => "an outer variable can be used as it is: leave this line out",
  assert: (rest) =>
    `write ${code(`if (!(${toTypeScript(rest.split(",")[0] as string)})) throw new Error("what is wrong")`, 80)}`,
};

const pythonWord: Mistake = {
  name: "python-statement",
  examples: [
    'raise ValueError("too big")',
    "pass",
    "del numbers",
    "global count",
    "nonlocal count",
    "assert age == 7, 'wrong age'",
  ],
  nearMisses: [
    "const pass = 1;\npass.nope",
    "const del = { a: 1 };\ndel.b",
    "function raise(x: number) { return x }\nraise('a');",
  ],
  advise(problem) {
    const found = read(
      problem,
      /^\s*(?:\{\s*)?(raise|del|global|nonlocal|assert)\s+([A-Za-z_(\d].*)$|^\s*(raise|pass)\s*;?\s*$/,
    );
    if (!found || (problem.code !== 2304 && problem.code < 1000) || problem.code >= 18000) return undefined;
    const word = (found[1] || found[3]) as string;
    if (problem.code === 2339) return undefined;
    const say = WORDS[word] as (rest: string) => string;
    return `\`${word}\` is Python; in TypeScript ${say(found[2] ?? "")}.`;
  },
};

const magic: Mistake = {
  name: "notebook-magic",
  examples: ["%%time\n1 + 1", "%matplotlib inline", "%timeit tf.ones([2])", "%load_ext tensorboard"],
  nearMisses: ["const rest8 = 5\n% numbers.nope"],
  advise(problem) {
    const found = /^\s*(%%?)([a-z_]+)\b(?![.(\w])/.exec(problem.sourceLine);
    if (!found || !/^\s*%/.test(problem.codeLine) || problem.code === 2339) return undefined;
    const word = `${found[1]}${found[2]}`;
    if (/time/.test(word))
      return `\`${word}\` is a command of Python notebooks; here write \`console.time()\` before and \`console.timeEnd()\` after what you want to time.`;
    return `\`${word}\` is a command of Python notebooks and is not needed here: leave the line out.`;
  },
};

const shell: Mistake = {
  name: "shell-command",
  examples: ["!ls", "!pip install numpy", "pip install numpy", "npm install lodash", "ls -la"],
  nearMisses: ["!nosuchname", "const ls = 1;\nls.nope"],
  advise(problem) {
    const found =
      /^\s*!\s*(\w+)\b(.*)$/.exec(problem.sourceLine) ??
      /^\s*(pip3?|npm|conda|cd|ls|git)(\s+[-\w].*)$/.exec(problem.sourceLine);
    if (!found || problem.code === 2339) return undefined;
    const [, word, rest] = found as unknown as [string, string, string];
    const known =
      /^(?:ls|cd|pwd|cat|pip3?|npm|conda|git|mkdir|rm|cp|mv|head|wget|curl|unzip|python3?|node|nvidia)$/;
    if (!known.test(word) || /^\s*[=.(;]/.test(rest)) return undefined;
    const line = code(problem.sourceLine);
    if (/^(?:pip|conda|npm)/.test(word))
      return `${line} is a command for a terminal: open one with File → New → Terminal. What the lessons use is installed already.`;
    return `${line} is a command for a terminal: open one with File → New → Terminal, and type it there${problem.sourceLine.includes("!") ? " without the `!`" : ""}.`;
  },
};

export const PYTHON_STATEMENTS: readonly Mistake[] = [
  magic,
  shell,
  pythonImport,
  pythonFor,
  pythonElse,
  pythonCondition,
  pythonDef,
  pythonClass,
  pythonTry,
  pythonWith,
  pythonWord,
];
