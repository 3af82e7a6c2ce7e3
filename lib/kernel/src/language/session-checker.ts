/**
 * Checks cells by one type checker that stays: a cell is parsed, bound and checked by itself, while all that it
 * imports, TensorFlow's 600 files included, has been looked at once.
 *
 * TypeScript makes a program, and with it a checker, for a fixed list of files. Here that list holds what cells
 * import; the cells themselves are modules that the checker finds through its host when it meets their names.
 */
import type * as TypeScript from "typescript";
import type { DeclarationFiles } from "./declarations";
import { isForeign } from "./declarations";
import type { BoundFile, CheckerHost, EmitResolver, TS } from "./typescript";

/** So many checks leave traces of about 100 MB in a checker; then it is replaced by a fresh one, when nobody waits. */
const STALE = 2000;

/** A checker says "did you mean" ten times in its life; before that many, it is replaced. */
const SUGGESTIONS = 8;

/** The codes of diagnostics that may say "did you mean". */
const SUGGESTING = new Set([2304, 2305, 2339, 2503, 2551, 2552, 2561, 2694, 2724, 2820]);

type Checker = ReturnType<TS["createTypeChecker"]>;

/** A checker with the program that it looks at. */
interface View {
  program: CheckerHost;
  checker: Checker;
}

/** The types of one session. */
export class SessionChecker {
  private base: TypeScript.Program | undefined;
  private view: View | undefined;
  /** Cells by file name; earlier ones stay as long as a later cell may ask for their names. */
  private readonly cells = new Map<string, BoundFile>();
  /** Cells that add to what all can see, by `declare global` or `declare module`. */
  private readonly augmenting: BoundFile[] = [];
  private readonly roots = new Set<string>();
  private readonly ownFiles = new Map<string, readonly TypeScript.Diagnostic[]>();
  private checks = 0;
  private suggestions = 0;

  constructor(
    private readonly ts: TS,
    private readonly options: TypeScript.CompilerOptions,
    private readonly files: DeclarationFiles,
  ) {}

  /** Parses and binds the text of a cell. */
  parse(name: string, text: string): BoundFile {
    const { ts, options } = this;
    const file = ts.createSourceFile(
      name,
      text,
      {
        languageVersion: options.target as TypeScript.ScriptTarget,
        // Every cell is a module, whatever it holds, as the option moduleDetection says.
        setExternalModuleIndicator: (each) => void ((each as BoundFile).externalModuleIndicator = true),
      },
      true,
    ) as BoundFile;
    Object.assign(file, {
      path: name,
      resolvedPath: name,
      originalFileName: name,
      imports: [],
      moduleAugmentations: augmentations(ts, file),
      ambientModuleNames: [],
    });
    ts.bindSourceFile(file, options);
    return file;
  }

  /** Lets the checker find a cell, and all that the cell imports. */
  add(file: BoundFile): void {
    this.cells.set(file.fileName, file);
    if (file.moduleAugmentations.length > 0) {
      this.augmenting.push(file);
      this.view = undefined;
    }
    for (const module of importedModules(this.ts, file)) this.need(module);
  }

  /** Forgets a cell that nothing refers to. */
  remove(file: BoundFile): void {
    this.cells.delete(file.fileName);
    const at = this.augmenting.indexOf(file);
    if (at < 0) return;
    this.augmenting.splice(at, 1);
    this.view = undefined;
  }

  /** Forgets what cells have added to what all can see. Cells stay: types of names that are kept may lead to them. */
  forgetGlobals(): void {
    this.augmenting.length = 0;
    this.view = undefined;
  }

  /** Makes programs know all of the language's library and of Node. */
  includeAll(): void {
    if (this.files.knowsAll) return;
    this.files.includeAll();
    this.rebuild();
  }

  /** Looks again at those files of the learner's that have changed. */
  refresh(): void {
    if (!this.files.hasOwn || !this.files.refresh()) return;
    this.ownFiles.clear();
    this.rebuild();
  }

  /** The checker and its program, made when first asked for. */
  current(): View {
    if (this.view) return this.view;
    const { ts, options, files } = this;
    if (!this.base) {
      const rootNames = [...files.roots, ...this.roots];
      this.base = ts.createProgram({ rootNames, options, host: files.host() });
    }
    const { base } = this;
    const program = Object.create(base) as CheckerHost;
    const ofBase = (base as CheckerHost).getResolvedModule.bind(base);
    program.getResolvedModule = (file, name, mode) =>
      this.cells.has(file.fileName) ? this.resolve(name) : ofBase(file, name, mode);
    program.getSourceFile = (name) => this.cells.get(name) ?? base.getSourceFile(name);
    program.getSourceFiles = () => [...base.getSourceFiles(), ...this.augmenting];
    const checker = ts.createTypeChecker(program);
    program.getTypeChecker = () => checker;
    this.checks = this.suggestions = 0;
    return (this.view = { program, checker });
  }

  /** All that is wrong with a cell, and with files of the learner's that it imports. */
  check(file: BoundFile): TypeScript.Diagnostic[] {
    const { checker } = this.current();
    this.checks++;
    const found = [...file.bindDiagnostics, ...checker.getDiagnostics(file)];
    this.suggestions += found.filter(({ code }) => SUGGESTING.has(code)).length;
    const own = this.files.hasOwn ? this.checkOwn(file) : [];
    return [...found.filter((diagnostic) => !isSilenced(this.ts, file, diagnostic)), ...own];
  }

  /** Answers what the translation asks about a cell that has been checked. */
  resolver(file: BoundFile): EmitResolver {
    return this.current().checker.getEmitResolver(file);
  }

  /** Makes sure that the next check can suggest names. */
  rest(): void {
    if (this.suggestions >= SUGGESTIONS) this.view = undefined;
  }

  /** Replaces a checker in which much has been left behind; to be called when nobody waits. */
  renew(): void {
    if (this.checks < STALE) return;
    this.view = undefined;
    this.current();
  }

  private rebuild(): void {
    const { ts, options, files } = this;
    this.view = undefined;
    if (!this.base) return;
    const rootNames = [...files.roots, ...this.roots];
    this.base = ts.createProgram({ rootNames, options, host: files.host(), oldProgram: this.base });
  }

  private resolve(name: string): TypeScript.ResolvedModuleWithFailedLookupLocations {
    if (this.cells.has(name)) {
      const resolvedModule = {
        resolvedFileName: name,
        extension: this.ts.Extension.Ts,
        isExternalLibraryImport: false,
        resolvedUsingTsExtension: false,
      };
      return {
        resolvedModule,
        failedLookupLocations: [],
      } as TypeScript.ResolvedModuleWithFailedLookupLocations;
    }
    return this.files.resolve(name);
  }

  /** Takes a module into the program. */
  private need(module: string): void {
    if (this.cells.has(module)) return;
    const { resolvedModule } = this.files.resolve(module);
    if (!resolvedModule) {
      // It may be one of Node's, which have no file of their own.
      this.includeAll();
      return;
    }
    const { resolvedFileName: name } = resolvedModule;
    if (this.roots.has(name) || this.base?.getSourceFile(name)) return;
    // JavaScript without types is left alone when it is a package's.
    if (isForeign(name) && !/\.(?:d\.[mc]?ts|json)$/.test(name)) return;
    this.roots.add(name);
    // Types of packages refer to Node's.
    this.files.includeAll();
    this.rebuild();
  }

  /** What is wrong with files of the learner's that a cell imports, directly or by others of them. */
  private checkOwn(cell: BoundFile): TypeScript.Diagnostic[] {
    const { program, checker } = this.current();
    const found: TypeScript.Diagnostic[] = [];
    const fileOf = (name: string | undefined): BoundFile[] => {
      const file =
        name === undefined || isForeign(name) || this.cells.has(name)
          ? undefined
          : program.getSourceFile(name);
      return file && /\.[mc]?tsx?$/.test(file.fileName) ? [file as BoundFile] : [];
    };
    const imported = importedModules(this.ts, cell).map(
      (name) => this.files.resolve(name).resolvedModule?.resolvedFileName,
    );
    const reached = new Set(imported.flatMap(fileOf));
    for (const file of reached) {
      let own = this.ownFiles.get(file.fileName);
      if (!own) {
        own = [...file.parseDiagnostics, ...file.bindDiagnostics, ...checker.getDiagnostics(file)];
        this.ownFiles.set(file.fileName, own);
      }
      found.push(...own);
      for (const specifier of file.imports) {
        const mode = program.getModeForUsageLocation(file, specifier);
        const { resolvedModule } = program.getResolvedModule(file, specifier.text, mode) ?? {};
        for (const each of fileOf(resolvedModule?.resolvedFileName)) reached.add(each);
      }
    }
    return found;
  }
}

/** The modules that a cell names, in imports, exports, types and `import()`. */
export function importedModules(ts: TS, file: BoundFile): string[] {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    const specifier = specifierOf(ts, node);
    if (specifier) names.add(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...names];
}

function specifierOf(ts: TS, node: TypeScript.Node): TypeScript.StringLiteralLike | undefined {
  let specifier: TypeScript.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isExternalModuleReference(node)) specifier = node.expression;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    specifier = node.argument.literal;
  else if (
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === "require"))
  )
    [specifier] = node.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** The names of the modules, and `global`, that a cell adds declarations to. */
function augmentations(ts: TS, file: TypeScript.SourceFile): TypeScript.Node[] {
  return file.statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement) &&
    (ts.isStringLiteral(statement.name) || statement.flags & ts.NodeFlags.GlobalAugmentation)
      ? [statement.name]
      : [],
  );
}

/** True where the line before says `@ts-ignore` or `@ts-expect-error`, or the cell says `@ts-nocheck`. */
function isSilenced(ts: TS, file: BoundFile, diagnostic: TypeScript.Diagnostic): boolean {
  // A package without types: what it exports is `any`.
  if (diagnostic.code === 7016) return true;
  if (/^\s*\/\/\s*@ts-nocheck\b/.test(file.text)) return true;
  if (!file.commentDirectives || diagnostic.start === undefined) return false;
  const line = (position: number): number => ts.getLineAndCharacterOfPosition(file, position).line;
  const at = line(diagnostic.start);
  return file.commentDirectives.some(({ range }) => line(range.end) + 1 === at);
}
