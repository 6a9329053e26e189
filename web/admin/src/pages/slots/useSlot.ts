import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { draftQuery } from "../../drafts/draft";
import { useChange, type Change } from "../../drafts/useChange";
import { contentQuery, definitionQuery, looksQuery, type Looked } from "../../preview/queries";
import { changesOf } from "../../preview/shown";
import type { Ground } from "../../preview/page";
import { entriesOf, type Slot } from "./domain";

/** Note is what the server has to say of a slot in the draft. */
export interface Note {
  path: string;
  text: string;
  isProblem: boolean;
}

/** Editing is a slot with all that its editor needs. */
export interface Editing {
  env: string;
  name: string;
  slot: Slot;
  /** The variants that are published: they stay, also where nobody is served them. */
  kept: readonly string[];
  change: Change<Slot>;
  notes: readonly Note[];
  pictures: ReadonlyMap<string, Looked>;
  ground: Ground;
}

/** useSlot loads a slot, what it shows, and what there is to say of it. */
export function useSlot(env: string, name: string) {
  const definition = useQuery(definitionQuery(env, "flag", name));
  const published = (definition.data?.value ?? undefined) as Slot | undefined;
  const change = useChange<Slot>(env, "flag", name, published);
  return { definition, published, change, notes: useNotes(env, name), ...usePictures(env, change.value ?? undefined) };
}

/** usePictures renders what each variant shows, by variant. */
function usePictures(env: string, slot: Slot | undefined): { pictures: Map<string, Looked>; ground: Ground } {
  const draft = useQuery(draftQuery(env));
  const content = useQuery(contentQuery(env));
  const ground: Ground = useComputedColorScheme("light");
  const names = Object.keys(slot?.variants ?? {}).filter((variant) => slot && entriesOf(slot, variant).length > 0);
  const pieces = slot ? names.map((variant) => entriesOf(slot, variant)) : [];
  const changes = changesOf(draft.data).filter(({ kind }) => kind === "content" || kind === "content_type");
  const looks = useQuery({ ...looksQuery(env, { pieces, changes, context: {}, locale: content.data?.locales[0] }), enabled: pieces.length > 0 && draft.isSuccess && content.isSuccess });
  return { pictures: new Map(looks.data?.flatMap((look, at) => (names[at] === undefined ? [] : [[names[at], look] as const])) ?? []), ground };
}

/** useNotes asks what is wrong with a slot in the draft, and what may not be meant: an experience behind another that takes everybody. */
function useNotes(env: string, name: string): Note[] {
  const draft = useQuery(draftQuery(env)).data;
  const mine = draft?.list.find(({ kind, key }) => kind === "flag" && key === name);
  const review = useQuery({
    queryKey: [env, "review", draft?.id, mine?.version],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/drafts/{draft}/review", { params: { path: { env, draft: draft?.id ?? "" } }, signal })),
    enabled: draft != null && mine !== undefined,
  });
  if (!mine || !review.data) return [];
  const { problems, notes } = review.data;
  return [...problems.map((problem) => ({ problem, isProblem: true })), ...notes.map((problem) => ({ problem, isProblem: false }))]
    .filter(({ problem }) => (problem.path ?? "") === `flags.${name}` || problem.path?.startsWith(`flags.${name}.`))
    .map(({ problem, isProblem }) => ({ path: (problem.path ?? "").slice(`flags.${name}`.length + 1), isProblem, text: problem.hint ? `${problem.message}: ${problem.hint}` : problem.message }));
}
