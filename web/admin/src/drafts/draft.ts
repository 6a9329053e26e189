import { queryOptions, type QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { api, type Schemas } from "../api/client";
import { sessionQuery } from "../api/queries";
import { answer } from "../api/refusal";
import { Saver, type DraftChange, type Place, type Wire } from "./saver";

export type Draft = Schemas["DraftWithChanges"];

/** draftQuery is the person's open draft in an environment, null if there is none. */
export const draftQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "draft"],
    queryFn: async ({ client, signal }): Promise<Draft | null> => {
      const session = await client.ensureQueryData(sessionQuery);
      const { drafts } = await answer(
        api.GET("/api/v1/environments/{env}/drafts", { params: { path: { env }, query: { state: "open" } }, signal }),
      );
      const mine = drafts.find((draft) => draft.by.id === session.account?.id);
      if (!mine) return null;
      return answer(api.GET("/api/v1/environments/{env}/drafts/{draft}", { params: { path: { env, draft: mine.id } }, signal }));
    },
    staleTime: 15_000,
  });

/** changeIn finds what a draft does to a definition. */
export function changeIn(draft: Draft | null | undefined, place: Place): DraftChange | undefined {
  return draft?.list.find((change) => change.kind === place.kind && change.key === place.key);
}

/** withChange is a draft after a change was put, or undone. */
function withChange(draft: Draft, place: Place, change: DraftChange | undefined): Draft {
  const list = draft.list.filter((other) => other.kind !== place.kind || other.key !== place.key);
  if (change) list.push(change);
  return { ...draft, list, changes: list.length };
}

/** DraftWire speaks to the server for the drafts of an environment. */
class DraftWire implements Wire {
  private opening: Promise<Draft> | undefined;
  private readonly client: QueryClient;
  private readonly env: string;

  constructor(client: QueryClient, env: string) {
    this.client = client;
    this.env = env;
  }

  version(place: Place): number {
    return changeIn(this.client.getQueryData(draftQuery(this.env).queryKey), place)?.version ?? 0;
  }

  async put(place: Place, value: unknown, version: number): Promise<DraftChange> {
    const draft = await this.open();
    const path = { env: this.env, draft: draft.id, ...place };
    const header = version > 0 ? { "If-Match": `"${version}"` } : { "If-None-Match": "*" };
    const change = await answer(
      api.PUT("/api/v1/environments/{env}/drafts/{draft}/changes/{kind}/{key}", { params: { path, header }, body: { value } }),
    );
    this.keep(place, change);
    return change;
  }

  async undo(place: Place): Promise<void> {
    const draft = await this.open();
    const change = changeIn(draft, place);
    if (!change) return;
    const path = { env: this.env, draft: draft.id, ...place };
    await answer(
      api.DELETE("/api/v1/environments/{env}/drafts/{draft}/changes/{kind}/{key}", { params: { path, header: { "If-Match": `"${change.version}"` } } }),
    );
    this.keep(place, undefined);
  }

  /** open returns the person's draft, and makes one if there is none. Calls at the same time make one together. */
  private open(): Promise<Draft> {
    this.opening ??= this.ensure().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async ensure(): Promise<Draft> {
    const query = draftQuery(this.env);
    const known = this.client.getQueryData(query.queryKey) ?? (await this.client.fetchQuery(query));
    if (known) return known;
    const session = await this.client.ensureQueryData(sessionQuery);
    const title = i18next.t("draft.title", { name: session.account?.name ?? "" });
    const head = await answer(api.POST("/api/v1/environments/{env}/drafts", { params: { path: { env: this.env } }, body: { title } }));
    const draft: Draft = { ...head, list: [] };
    this.client.setQueryData(query.queryKey, draft);
    return draft;
  }

  private keep(place: Place, change: DraftChange | undefined): void {
    const { queryKey } = draftQuery(this.env);
    this.client.setQueryData(queryKey, (draft) => (draft ? withChange(draft, place, change) : draft));
  }
}

/** Desk is where a person edits an environment: what is typed, and the draft that it goes into. */
export class Desk {
  readonly saver: Saver;
  private readonly wire: DraftWire;

  constructor(client: QueryClient, env: string, storage: Storage = sessionStorage) {
    this.wire = new DraftWire(client, env);
    this.saver = new Saver(this.wire, storage, `fingerpost:typed:${env}`);
  }

  /** undo takes a change back, and what was typed there. */
  async undo(place: Place): Promise<void> {
    this.saver.drop(place);
    await this.wire.undo(place);
  }
}

const desks = new WeakMap<QueryClient, Map<string, Desk>>();

/** deskOf returns the desk of an environment; there is one, whatever page is shown. */
export function deskOf(client: QueryClient, env: string): Desk {
  const all = desks.get(client) ?? new Map<string, Desk>();
  desks.set(client, all);
  const desk = all.get(env) ?? new Desk(client, env);
  all.set(env, desk);
  return desk;
}

/** isAnythingTyped says whether something in any environment is not in a draft yet. */
export function isAnythingTyped(client: QueryClient): boolean {
  return [...(desks.get(client)?.values() ?? [])].some((desk) => desk.saver.isPending);
}
