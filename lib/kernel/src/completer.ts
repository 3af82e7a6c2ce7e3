/** Answers `complete_request`: names that are in sight, and names of the library together with their import. */
import { importable } from "./advice/exports";
import { toPoints, toUnits } from "./codepoints";
import { importStatement, withImport, type Edit, type Importable } from "./language/auto-import";
import type { CompletionItem, CompletionList } from "./language/editor";
import type { Language } from "./language/language";
import { textOf, type Content } from "./protocol";

/** Names that are not imported yet are offered once so many letters have been typed. */
const MIN_IMPORTABLE = 2;

/** What the editor asks about: a cell, and the cursor as an offset in UTF-16 units. */
interface Question {
  code: string;
  cursor: number;
}

/**
 * Completes names.
 *
 * A reply's matches all replace one stretch of the cell, and nothing but that stretch. So a name comes with its import
 * only as the single match: one that replaces all from the place of the import to the cursor.
 */
export class Completer {
  /** The newest question: when it is asked again, what was offered first was not wanted. */
  private last: Question | undefined;

  constructor(private readonly language: Language) {}

  /** Answers one request. */
  complete(content: Content): Content {
    const code = textOf(content["code"]);
    const points = typeof content["cursor_pos"] === "number" ? content["cursor_pos"] : [...code].length;
    const question = { code, cursor: toUnits(code, points) };
    const list = this.language.complete(code, question.cursor);
    const offered = list.anyName ? this.importable(code.slice(list.start, question.cursor), list.items) : [];
    const wanted = this.wanted(question, list, offered);
    const edit = wanted && this.edit(question, list, wanted);
    this.last = question;
    if (edit) {
      const item = { text: edit.text, type: "import" };
      return reply(code, { start: edit.start, end: question.cursor }, [item]);
    }
    return reply(code, list, [...list.items, ...offered.map(itemOf)]);
  }

  /** Names of the library that nobody has imported. */
  private importable(typed: string, known: readonly CompletionItem[]): Importable[] {
    if (typed.length < MIN_IMPORTABLE) return [];
    const taken = new Set([...this.language.names, ...known.map(({ text }) => text)]);
    return importable(typed).filter(({ name }) => !taken.has(name));
  }

  /** The one name that is meant: no other begins so, or it stands there in full and no name in sight is longer. */
  private wanted(
    question: Question,
    { start, items }: CompletionList,
    offered: readonly Importable[],
  ): Importable | undefined {
    const typed = question.code.slice(start, question.cursor);
    const [only, ...others] = offered;
    if (items.length === 0 && others.length === 0) return only;
    const isAskedAgain = this.last?.code === question.code && this.last.cursor === question.cursor;
    if (items.some(({ text }) => text.startsWith(typed)) && !isAskedAgain) return undefined;
    return offered.find(({ name }) => name === typed);
  }

  private edit(
    { code, cursor }: Question,
    { start, end }: CompletionList,
    wanted: Importable,
  ): Edit | undefined {
    if (end !== cursor || isOfferedByEditor(code, { start, end })) return undefined;
    return withImport(this.language.ts, code, { wanted, start, end });
  }
}

/**
 * True where JupyterLab itself offers words of the cell that begin as the word at the cursor does. It then gives all
 * matches the narrower range of its own, in which an edit of more than that would write the text before twice.
 */
function isOfferedByEditor(code: string, { start, end }: { start: number; end: number }): boolean {
  const typed = code.slice(start, end);
  const others = `${code.slice(0, start)} ${code.slice(end)}`;
  for (let at = others.indexOf(typed); at >= 0; at = others.indexOf(typed, at + 1)) {
    const isBeginning = !/[\w$\u0080-\uffff]/.test(others.charAt(at - 1));
    if (isBeginning && /[\w$\u0080-\uffff]/.test(others.charAt(at + typed.length))) return true;
  }
  return false;
}

function itemOf(wanted: Importable): CompletionItem {
  return {
    text: wanted.name,
    type: `import from ${wanted.module}`,
    documentation: `Not imported yet: write ${importStatement(wanted)}`,
  };
}

function reply(
  code: string,
  place: { start: number; end: number },
  items: readonly CompletionItem[],
): Content {
  const range = { start: toPoints(code, place.start), end: toPoints(code, place.end) };
  return {
    status: "ok",
    matches: items.map((item) => item.text),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: { _jupyter_types_experimental: items.map((item) => ({ ...item, ...range })) },
  };
}
