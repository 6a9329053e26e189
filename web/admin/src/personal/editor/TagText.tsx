import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorSelection, EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, placeholder, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { useEffect, useRef, type ReactElement, type RefObject } from "react";
import { partsOf, type Tag } from "../tags";
import styles from "../personal.module.css";

/** Writing is what can be done with a text from outside. */
export interface Writing {
  /** insert puts a text at the cursor, or over the part that is named, and goes on typing behind it. */
  insert: (text: string, over?: { from: number; to: number }) => void;
  /** wrap puts marks around what is selected. */
  wrap: (before: string, after: string) => void;
}

export interface TagTextProps {
  value: string;
  label: string;
  describedBy?: string;
  hint: string;
  lang: string;
  /** A text of one line takes no line breaks. */
  isLine: boolean;
  writing: RefObject<Writing | null>;
  change: (text: string) => void;
  blur: () => void;
  open: (tag: Tag, from: number, to: number) => void;
  /** name says what a chip is, to those who cannot see it. */
  name: (tag: Tag) => string;
}

const look = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6" },
  ".cm-content": { padding: "7px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 11px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--soft)" },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** TagText edits a text in which personal values are chips. What stands in it is always the text itself. */
export default function TagText(props: TagTextProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const hint = useRef(new Compartment());
  const now = useRef(props);
  now.current = props;
  useEffect(() => {
    if (!place.current) return;
    const opened = new EditorView({ parent: place.current, state: stateOf(now, hint.current) });
    view.current = opened;
    props.writing.current = writingOf(opened);
    return () => opened.destroy();
  }, []); // eslint-disable-line -- an editor lives as long as its field
  useEffect(() => {
    const text = view.current?.state.doc.toString();
    if (text !== undefined && text !== props.value) view.current?.dispatch({ changes: { from: 0, to: text.length, insert: props.value } });
  }, [props.value]);
  useEffect(() => view.current?.dispatch({ effects: hint.current.reconfigure(placeholder(props.hint)) }), [props.hint]);
  return <div ref={place} className={styles.editor} data-line={props.isLine || undefined} />;
}

function writingOf(view: EditorView): Writing {
  return {
    insert: (text, over) => {
      const { from, to } = over ?? view.state.selection.main;
      view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input" });
      view.focus();
    },
    wrap: (before, after) => {
      view.dispatch(view.state.changeByRange(({ from, to }) => ({
        changes: [{ from, insert: before }, { from: to, insert: after }],
        range: EditorSelection.range(from + before.length, to + before.length),
      })));
      view.focus();
    },
  };
}

function stateOf(now: RefObject<TagTextProps>, hint: Compartment): EditorState {
  const { value, label, lang, isLine, describedBy } = now.current;
  const attributes = { "aria-label": label, lang, dir: "auto", spellcheck: "true", ...(describedBy && { "aria-describedby": describedBy }) };
  return EditorState.create({
    doc: value,
    extensions: [
      EditorView.cspNonce.of(nonce), look, history(), EditorView.lineWrapping, EditorView.perLineTextDirection.of(true),
      hint.of(placeholder(now.current.hint)), isLine ? oneLine : [], chips(now),
      keymap.of([...historyKeymap, ...defaultKeymap]),
      EditorView.contentAttributes.of(attributes),
      EditorView.updateListener.of((update) => {
        const text = update.state.doc.toString();
        if (update.docChanged && text !== now.current.value) now.current.change(text);
        if (update.focusChanged && !update.view.hasFocus) now.current.blur();
      }),
    ],
  });
}

/** oneLine writes a space for each line break. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, " ");
  const at = Math.min(transaction.newSelection.main.head, text.length);
  return { changes: { from: 0, to: transaction.startState.doc.length, insert: text }, selection: { anchor: at } };
});

class Chip extends WidgetType {
  private readonly tag: Tag;
  private readonly source: string;
  private readonly now: RefObject<TagTextProps>;

  constructor(tag: Tag, source: string, now: RefObject<TagTextProps>) {
    super();
    this.tag = tag;
    this.source = source;
    this.now = now;
  }

  override eq(other: Chip): boolean {
    return other.source === this.source;
  }

  override toDOM(view: EditorView): HTMLElement {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = styles["chip"] ?? "";
    chip.title = this.now.current.name(this.tag);
    chip.setAttribute("aria-label", chip.title);
    chip.append(part("b", this.tag.attribute.replaceAll("_", " ")), part("i", this.tag.fallback));
    chip.addEventListener("click", () => {
      const from = view.posAtDOM(chip);
      this.now.current.open(this.tag, from, from + this.source.length);
    });
    return chip;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function part(name: "b" | "i", text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  element.dir = "auto";
  return element;
}

/** chips shows each tag as one, over which the cursor steps in one go. */
function chips(now: RefObject<TagTextProps>): Extension {
  const plugin = ViewPlugin.define(
    (view) => ({
      marks: marksOf(view, now),
      update(update: ViewUpdate) {
        if (update.docChanged) this.marks = marksOf(update.view, now);
      },
    }),
    {
      decorations: ({ marks }) => marks,
      provide: (self) => EditorView.atomicRanges.of((view) => view.plugin(self)?.marks ?? Decoration.none),
    },
  );
  return plugin;
}

function marksOf(view: EditorView, now: RefObject<TagTextProps>): DecorationSet {
  return Decoration.set(
    partsOf(view.state.doc.toString()).flatMap(({ tag, source, from }) =>
      tag && !source.includes("\n") ? [Decoration.replace({ widget: new Chip(tag, source, now) }).range(from, from + source.length)] : [],
    ),
  );
}
