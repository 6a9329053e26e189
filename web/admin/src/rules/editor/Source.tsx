import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef, type ReactElement } from "react";
import type { Diagnostic, Vocabulary } from "../queries";
import { completions } from "./completions";

export interface SourceEditor {
  value: string;
  label: string;
  vocabulary: Vocabulary;
  /** What is wrong with checked, which is shown as long as it is what stands there. */
  diagnostics: readonly Diagnostic[];
  checked: string;
  change: (source: string) => void;
  blur: () => void;
  fixTo: (text: string) => string;
}

/** The colours of words, by what they are. The server alone knows what they mean. */
const language = StreamLanguage.define({
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^\/\/.*/)) return "comment";
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^`[^`]*`?/)) return "string";
    if (stream.match(/^\d+(\.\d+)?/)) return "number";
    if (stream.match(/^(?:not|and|or|in|matches|contains|startsWith|endsWith|true|false)\b/)) return "keyword";
    if (stream.match(/^[A-Za-z_]\w*(?=\()/)) return "propertyName";
    if (stream.match(/^[A-Za-z_][\w.]*/)) return "variableName";
    stream.next();
    return "operator";
  },
});

const colours = HighlightStyle.define([
  { tag: tags.string, color: "light-dark(#8a4b08, #f0c376)" },
  { tag: tags.number, color: "light-dark(#8a4b08, #f0c376)" },
  { tag: tags.keyword, color: "light-dark(#962818, #f2a699)", fontWeight: "600" },
  { tag: tags.propertyName, color: "light-dark(#0d5f4d, #86d3bb)" },
  { tag: tags.operator, color: "var(--soft)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { fontSize: "14px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "2px solid var(--lead)", outlineOffset: "-1px", borderRadius: "11px" },
  ".cm-content": { fontFamily: "var(--mantine-font-family-monospace)", padding: "14px 4px", minHeight: "120px", caretColor: "var(--ink)", lineHeight: "1.65" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--soft)" },
  ".cm-tooltip": { background: "var(--card)", border: "1px solid var(--line-strong)", borderRadius: "9px", overflow: "hidden", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li": { padding: "4px 10px", fontFamily: "var(--mantine-font-family)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--lead-soft)", color: "var(--lead)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-tooltip.cm-completionInfo": { padding: "10px 12px", maxWidth: "280px", fontFamily: "var(--mantine-font-family)" },
  ".cm-diagnostic-error": { borderInlineStart: "3px solid var(--brick)", padding: "8px 12px" },
  ".cm-diagnosticAction": { background: "light-dark(#0d5f4d, #86d3bb)", color: "light-dark(#fff, #0f1513)", borderRadius: "6px", padding: "2px 8px" },
  ".cm-matchingBracket": { backgroundColor: "var(--lead-soft) !important" },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Source edits a rule as an expression. */
export default function Source(editor: SourceEditor): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const now = useRef(editor);
  now.current = editor;
  useEffect(() => {
    if (!place.current) return;
    view.current = new EditorView({ parent: place.current, state: stateOf(now) });
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    const text = view.current?.state.doc.toString();
    if (text !== undefined && text !== editor.value) view.current?.dispatch({ changes: { from: 0, to: text.length, insert: editor.value } });
  }, [editor.value]);
  useEffect(() => {
    const open = view.current;
    if (open && open.state.doc.toString() === editor.checked) open.dispatch(setDiagnostics(open.state, marks(editor, open.state.doc.length)));
  }, [editor.diagnostics, editor.checked]); // eslint-disable-line -- the editor itself is another one each time
  return <div ref={place} />;
}

/** stateOf is what an editor begins as; what it calls is read anew each time. */
function stateOf(now: { current: SourceEditor }): EditorState {
  const attributes = new Compartment();
  return EditorState.create({
    doc: now.current.value,
    extensions: [
      EditorView.cspNonce.of(nonce), history(), closeBrackets(), bracketMatching(), language, syntaxHighlighting(colours), look, EditorView.lineWrapping,
      placeholder('country == "DE" && plan == "pro"'),
      autocompletion({ override: [(context) => complete(context, now.current.vocabulary)], icons: false }),
      keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      attributes.of(EditorView.contentAttributes.of({ "aria-label": now.current.label, spellcheck: "false", autocapitalize: "off" })),
      EditorView.updateListener.of((update) => {
        const text = update.state.doc.toString();
        if (update.docChanged && text !== now.current.value) now.current.change(text);
        if (update.focusChanged && !update.view.hasFocus) now.current.blur();
      }),
    ],
  });
}

/** marks underlines what is wrong, with the fix that the server proposes. */
function marks({ diagnostics, fixTo }: SourceEditor, length: number): Mark[] {
  return diagnostics.map(({ message, hint, offset, length: size, fix }) => ({
    from: Math.min(offset, length), to: Math.min(offset + Math.max(size, 1), length), severity: "error", message: hint ? `${message}: ${hint}` : message,
    ...(fix && { actions: [{ name: fixTo(fix.text), apply: (open: EditorView) => open.dispatch({ changes: { from: fix.offset, to: fix.offset + fix.length, insert: fix.text } }) }] }),
  }));
}

function complete(context: CompletionContext, vocabulary: Vocabulary): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  const found = completions(before, vocabulary, context.explicit);
  if (!found) return null;
  return { from: context.pos - found.typed.length, options: found.options.map((option): Completion => option), validFor: /^[\w.-]*$/ };
}
