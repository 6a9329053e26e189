// Checks the code on the pages of the documentation with TypeScript: node scripts/samples.mjs PAGE…, after npm run build. It prints each mistake with its place
// on the page. A line with the comment "// error" has to be one. What is imported above on the page is known below, and so is what a sample between the same two
// headings declares for all (`declare global`) or adds to a package (`declare module`).
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import ts from "typescript";
import { compileScript, parse } from "vue/compiler-sfc";

const root = new URL("..", import.meta.url).pathname;
const surroundings = resolve(root, "scripts/samples.d.ts");

/** What is written in TypeScript has to be strict; in JavaScript nobody says the types of parameters, nor that an element is there. */
const strict = new Set(["ts", "tsx"]);
const languages = new Set([...strict, "js", "jsx", "vue", "html"]);

const parsed = new Map(); // files that all samples share

const samples = process.argv.slice(2).flatMap((page) => samplesOf(resolve(page)));
const mistakes = samples.flatMap(check);
console.log(mistakes.join("\n") || `ok    ${samples.length} samples`);
process.exitCode = mistakes.length || !samples.length ? 1 : 0;

/** samplesOf returns the code of a page, with what is known to it. */
function samplesOf(page) {
  const samples = [];
  const imports = new Map(); // by the names that they bring
  let section = 0;
  let globals = [];
  let open; // the sample that goes on
  readFileSync(page, "utf8").split("\n").forEach((line, i) => {
    const fence = /^```(\w*)/.exec(line);
    if (!open && fence) open = { page, language: fence[1], line: i + 1, lines: [] };
    else if (open && fence) {
      if (languages.has(open.language)) samples.push(finish(open));
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (/^#/.test(line)) [section, globals] = [section + 1, []];
  });
  return samples;

  function finish(sample) {
    const code = codeOf(sample);
    const own = importsOf(code);
    const known = [...imports].filter(([name]) => !own.has(name)).map(([, statement]) => statement);
    own.forEach((statement, name) => imports.set(name, statement));
    const done = { ...sample, code, known: [...new Set(known)], globals: [...globals] };
    if (/^declare (global|module "@)/m.test(code)) globals.push(code);
    return done;
  }
}

/** codeOf returns what can be compiled of a sample, line for line. */
function codeOf({ language, lines }) {
  if (language === "vue") return scriptOf(lines, /^<script setup/);
  if (language === "html") return scriptOf(lines, /^<script>/);
  return lines.join("\n");
}

/** scriptOf returns the lines of scripts, and nothing for all others. */
function scriptOf(lines, begin) {
  let script = false;
  const kept = lines.map((line) => {
    if (line.startsWith("</script>")) script = false;
    const code = script ? line : "";
    if (begin.test(line) && !line.includes("</script>")) script = true;
    return code;
  });
  return kept.join("\n");
}

/** checkTemplate returns what is wrong with the template of a component, whose names have to come from its script. */
function checkTemplate({ language, lines }) {
  if (language !== "vue") return [];
  try {
    const { descriptor, errors } = parse(lines.join("\n"));
    const { content } = compileScript(descriptor, { id: "sample", inlineTemplate: true });
    const unknown = [...content.matchAll(/\b_ctx\.(\w+)/g)].map(([, name]) => `the template knows no ${name}`);
    return [...errors.map(String), ...unknown];
  } catch (error) {
    return [String(error)];
  }
}

/** importsOf returns an import statement for each name that a sample imports, but for what is in its own folder. */
function importsOf(code) {
  const found = new Map();
  for (const [, names, from] of code.matchAll(/^import (?:type )?\{(.+?)\} from "([^."][^"]*)";/gm)) {
    for (const name of names.split(",")) found.set(name.trim(), `import { ${name.trim()} } from "${from}";`);
  }
  return found;
}

/** check compiles a sample, and returns what is wrong with it. */
function check(sample) {
  const { page, language, line, code, known, globals } = sample;
  const name = resolve(root, /x$/.test(language) ? "sample.tsx" : "sample.ts");
  const files = new Map([[name, `${known.join("")}export {};\n${code}`]]);
  globals.forEach((text, i) => files.set(resolve(root, `sample-global-${i}.ts`), text));
  const program = ts.createProgram([...files.keys(), surroundings], options(language), host(files));
  const found = new Map(); // by the line of the sample
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const n = file?.fileName === name ? file.getLineAndCharacterOfPosition(start).line : 0;
    found.set(n, ts.flattenDiagnosticMessageText(messageText, "\n"));
  }
  checkTemplate(sample).forEach((message) => found.set(0, message));
  code.split("\n").forEach((text, i) => {
    if (!text.includes("// error")) return;
    if (!found.delete(i + 1)) found.set(i + 1, "this is said to be an error, and is none");
  });
  return [...found].map(([n, message]) => `${relative(process.cwd(), page)}:${line + n}: ${message}`);
}

function options(language) {
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    jsx: ts.JsxEmit.ReactJSX,
    types: [],
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
    strict: strict.has(language),
  };
}

/** host reads files from memory where they are there; the rest from disk, once. */
function host(files) {
  const base = ts.createCompilerHost({});
  return {
    ...base,
    fileExists: (file) => files.has(file) || base.fileExists(file),
    readFile: (file) => files.get(file) ?? base.readFile(file),
    getSourceFile(file, language) {
      if (files.has(file)) return ts.createSourceFile(file, files.get(file), language);
      if (!parsed.has(file)) parsed.set(file, base.getSourceFile(file, language));
      return parsed.get(file);
    },
  };
}
