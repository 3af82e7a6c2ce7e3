/** Expressions of Python: comments, operators that are words, comprehensions, slices, prefixed strings. */
import { code, type Mistake } from "./mistake";
import { toTemplate, toTypeScript } from "./python-code";

/** Codes of syntax errors. */
const isSyntax = (number: number): boolean => number < 2000;

const comment: Mistake = {
  name: "python-comment",
  examples: [
    "# a comment\nconst commented = 1",
    "const count2 = 1 # how many",
    "#comment",
    "numbers.length  # don't",
  ],
  nearMisses: [
    "class Counter5 { #count = 0; next() { return this.#count.nope } }",
    "const text5 = '# not a comment';\ntext5.nope",
    "const colour = '#ff0000' 5",
  ],
  advise(problem, cell) {
    const at = problem.codeLine.indexOf("#");
    if (at < 0) return undefined;
    const isInClass = /^#[A-Za-z_]/.test(problem.codeLine.slice(at)) && /\bclass\b/.test(cell.code);
    if (isInClass || problem.code === 2339) return undefined;
    return "A comment begins with `//` in TypeScript; `#` begins one in Python.";
  },
};

const fString: Mistake = {
  name: "python-f-string",
  examples: [
    'f"hello {age}"',
    "const greeting = f'you are {age} years'",
    'console.log(f"{age:.2f}")',
    'const path2 = r"a.csv"',
  ],
  nearMisses: ["const f = (x: string) => x;\nf('a').nope", "f('a')"],
  advise(problem) {
    const found = /(?<![\w$.])([fFrRbBu])(["'])(.*?)\2/.exec(problem.sourceLine);
    if (!found || !isPlainCode(problem.codeLine, found.index)) return undefined;
    if (/[fF]/.test(found[1] as string))
      return `\`f"…"\` is Python; in TypeScript a text with values in it stands in backticks: ${code(toTemplate(found[3] as string))}.`;
    return `\`${found[1]}"…"\` is Python; in TypeScript leave out the letter: ${code(`"${found[3]}"`)}.`;
  },
};

function isPlainCode(codeLine: string, at: number): boolean {
  return /\w/.test(codeLine[at] ?? "") && /^\s/.test(codeLine.slice(at + 1));
}

const tripleQuotes: Mistake = {
  name: "python-triple-quotes",
  examples: ['"""What this does."""', "const long2 = '''two\nlines'''", 'const doc2 = """text"""'],
  nearMisses: ['const empty2 = "";\nempty2.nope', "['', ''].nope"],
  advise(problem) {
    if (!isSyntax(problem.code) || !/"""|'''/.test(problem.sourceLine)) return undefined;
    return "Three quotes are Python; in TypeScript a text over many lines stands in backticks, `` `…` ``, and a comment between `/*` and `*/`.";
  },
};

const comprehension: Mistake = {
  name: "python-comprehension",
  examples: [
    "[x * 2 for x in numbers]",
    "const big = [x for x in numbers if x > 1]",
    "const squares = [i * i for i in range(5)]",
    "const total = sum(x for x in numbers)",
  ],
  nearMisses: ["[1, 2].nope; for (const a of numbers) { a }"],
  advise(problem) {
    const found =
      /[[({]\s*([^[\](){}]+(?:\([^()]*\))?[^[\](){}]*?)\s+for\s+(\w+)\s+in\s+([^[\]]*?)(?:\s+if\s+([^[\]]+?))?\s*[\])}]/.exec(
        problem.codeLine,
      );
    if (!found) return undefined;
    const [, what, name, over, when] = found as unknown as [string, string, string, string, string?];
    const size = /^range\((\w+)\)?$/.exec(over)?.[1];
    const list = size ? `[...Array(${size}).keys()]` : toTypeScript(over);
    const filter = when ? `.filter((${name}) => ${toTypeScript(when)})` : "";
    const map = what.trim() === name ? "" : `.map((${name}) => ${toTypeScript(what)})`;
    const isSum = /\bsum$/.test(problem.codeLine.slice(0, found.index));
    const end = isSum ? ".reduce((a, b) => a + b, 0)" : "";
    return `\`[… for … in …]\` is Python; in TypeScript write ${code(`${list}${filter}${map}${end}`, 90)}.`;
  },
};

const conditional: Mistake = {
  name: "python-conditional-expression",
  examples: ["const label = 'old' if age > 3 else 'young'", "size = 1 if age else 2"],
  nearMisses: ["if (age > 3) { 1 } else { numbers.nope }"],
  advise(problem) {
    const at = /(?:=|\(|return|,)\s*[^=(,]+?\s+if\s+.+?\s+else\s/.exec(problem.codeLine);
    if (!at || /\bif\s*\(.*\)\s*\{/.test(problem.codeLine)) return undefined;
    const found = /([^=(,]+?)\s+if\s+(.+?)\s+else\s+(.+?)\s*;?$/.exec(
      problem.sourceLine.replace(/^.*?[^=!<>]=\s/, ""),
    );
    const [, yes, condition, no] = found ?? [];
    const example = found
      ? code(`${toTypeScript(condition as string)} ? ${(yes as string).trim()} : ${no}`)
      : "`condition ? a : b`";
    return `\`a if … else b\` is Python; in TypeScript write ${example}.`;
  },
};

const lambda: Mistake = {
  name: "python-lambda",
  examples: ["lambda x: x + 1", "const square2 = lambda x: x * x", "numbers.map(lambda x, y: x + y)"],
  nearMisses: ["const lambda = 0.1;\nlambda.nope", "lambda * 'a'"],
  advise(problem) {
    const found = /\blambda(?:\s+([\w\s,]*?))?\s*:\s*(.*?)\s*;?$/.exec(problem.codeLine);
    if (!found || /(?:const|let)\s+lambda/.test(problem.codeLine)) return undefined;
    const body = (found[2] as string).replace(/\)$/, (bracket) =>
      (found[2] as string).includes("(") ? bracket : "",
    );
    return `\`lambda\` is Python; in TypeScript write ${code(`(${found[1] ?? ""}) => ${toTypeScript(body)}`)}.`;
  },
};

/** Operators that are words. */
const OPERATORS: readonly [pattern: RegExp, word: string, sign: string][] = [
  [/\bis\s+not\b/, "is not", "!=="],
  [/\bnot\s+in\b/, "not in", "!list.includes(value)"],
  [/(?<![.\w])and\b(?=\s+[\w(!"'])/, "and", "&&"],
  [/(?<![.\w])or\b(?=\s+[\w(!"'])/, "or", "||"],
  [/(?<=[\w)\]]\s+)is\b(?=\s+[\w"'])/, "is", "==="],
  [/(?<![.\w])not\b(?=\s+[\w(])/, "not", "!"],
];

const wordOperator: Mistake = {
  name: "python-operator",
  examples: [
    "age > 3 and age < 9",
    "age or 5",
    "not age",
    "const flag = not age",
    "age is None",
    "age is not None",
    "if (age not in numbers) { 1 }",
    "while (age > 3 and true) { break }",
  ],
  nearMisses: [
    "const and = 1;\nand.nope",
    "const is = (x: unknown): x is string => x.nope;",
    "const text6 = 'this and that';\ntext6.nope",
  ],
  advise(problem) {
    if (!isSyntax(problem.code) && problem.code !== 2304 && problem.code !== 1228) return undefined;
    for (const [pattern, word, sign] of OPERATORS) {
      const found = pattern.exec(problem.codeLine);
      if (!found || /=>/.test(problem.codeLine)) continue;
      const whole = problem.sourceLine.trim().replace(/;$/, "");
      const example = whole.length < 40 && word !== "not in" ? `: ${code(toTypeScript(whole))}` : "";
      return `\`${word}\` is Python; in TypeScript write \`${sign}\`${example}.`;
    }
    return undefined;
  },
};

const slice: Mistake = {
  name: "python-slice",
  examples: ["numbers[1:3]", "numbers[:2]", "numbers[1:]", "const last2 = numbers[-2:]", "numbers[::2]"],
  nearMisses: [
    "const choice = age > 3 ? numbers[0] : numbers.nope;",
    "const pairs3 = { a: [1], b: [numbers.nope] }",
  ],
  advise(problem) {
    const found = /([\w.)\]]+)\[\s*(-?\w*)\s*:\s*(-?\w*)\s*(:[^\]]*)?\]/.exec(problem.codeLine);
    if (!found || !isSyntax(problem.code)) return undefined;
    const [, list, from, to, step] = found as unknown as [string, string, string, string, string?];
    if (step)
      return `\`[a:b:c]\` is Python; in TypeScript write ${code(`${list}.filter((value, i) => i % ${step.slice(1) || 2} === 0)`, 80)}.`;
    const range = [from || "0", to].filter(Boolean).join(", ");
    return `\`[a:b]\` is Python; in TypeScript write ${code(`${list}.slice(${range})`)}. For a tensor, \`slice\` takes begin and size.`;
  },
};

const manyAtOnce: Mistake = {
  name: "python-tuple-assignment",
  examples: ["a1, b1 = 1, 2", "first, second = numbers", "const c1, d1 = 1, 2", "x, y = y, x"],
  nearMisses: [
    "let e1 = 1, f1 = numbers.nope;",
    "for (let g1 = 0, h1 = 9; g1 < h1; g1++, h1--) numbers.nope;",
  ],
  advise(problem) {
    const found =
      /^\s*(?:const|let|var)?\s*\(?([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+)\)?\s*=(?!=)\s*(.+?)\s*;?\s*$/.exec(
        problem.sourceLine,
      );
    if (
      !found ||
      !/^[^=]*,[^=]*=/.test(problem.codeLine) ||
      ![1005, 1155, 2304, 2588, 2695, 7005, 18004].includes(problem.code)
    )
      return undefined;
    const [, names, values] = found as unknown as [string, string, string];
    const right = values.includes(",") && !/^[[(].*[\])]$/.test(values) ? `[${values}]` : values;
    return `\`${names} = …\` is Python; in TypeScript the names stand in square brackets: ${code(`const [${names}] = ${right}`)}.`;
  },
};

const floorDivision: Mistake = {
  name: "python-floor-division",
  examples: ["console.log(age // 2)", "Math.max(age // 2, 1)"],
  modulesOnly: ["const half = (age // 2) + 1"],
  nearMisses: ["numbers.nope // 2 of them", "const halves = numbers.nope; // (half"],
  advise(problem, cell) {
    if (!isSyntax(problem.code)) return undefined;
    const line = cell.codeLines.findIndex((text, at) => {
      const rest = (cell.lines[at] as string).slice(text.trimEnd().length);
      const opened = [...text].filter((char) => char === "(").length;
      const closed = [...text].filter((char) => char === ")").length;
      return at <= problem.line && opened > closed && /^\s*\/\/\s*[\w.]+\s*[),]/.test(rest);
    });
    if (line < 0) return undefined;
    const found = /([\w.]+)\s*\/\/\s*([\w.]+)/.exec(cell.lines[line] as string);
    return `\`//\` is Python's whole division; in TypeScript it begins a comment. Write ${code(`Math.floor(${found?.[1] ?? "a"} / ${found?.[2] ?? "b"})`)}.`;
  },
};

const stars: Mistake = {
  name: "python-star-arguments",
  examples: ["console.log(**options)", "Math.max(*numbers)", "const merged = [*numbers, 4]"],
  nearMisses: ["const power = 2 ** numbers.nope", "console.log(2 * 'a')"],
  advise(problem) {
    const found = /[([,{]\s*(\*\*?)\s*([A-Za-z_]\w*)/.exec(problem.codeLine);
    if (!found || problem.code === 2339) return undefined;
    return `\`${found[1]}${found[2]}\` is Python; in TypeScript three dots spread a value: ${code(found[1] === "**" ? `{ ...${found[2]} }` : `...${found[2]}`)}.`;
  },
};

const walrus: Mistake = {
  name: "colon-equals",
  examples: ["size3 := 5", "if (n := age) { 1 }"],
  nearMisses: ["const options4 = { a: age.nope }"],
  advise(problem) {
    const found = /([A-Za-z_]\w*)\s*:=\s*([^)]*?)\s*[);]?(?:\s|$)/.exec(problem.codeLine);
    if (!found || !isSyntax(problem.code)) return undefined;
    return `\`:=\` is not TypeScript; write ${code(`const ${found[1]} = ${found[2]}`)} on a line of its own.`;
  },
};

export const PYTHON_EXPRESSIONS: readonly Mistake[] = [
  comment,
  tripleQuotes,
  comprehension,
  conditional,
  lambda,
  wordOperator,
  slice,
  manyAtOnce,
  floorDivision,
  stars,
  walrus,
];

/** Comes after the names: what is printed is part of the advice for `print`. */
export const PYTHON_TEXTS: readonly Mistake[] = [fString];
