import { expect, it, vi } from "vitest";
import { api } from "./client";
import { reentry } from "./reentry";
import { answer, Refusal } from "./refusal";

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const signedOut = () => json(401, { error: { code: "signed_out", message: "the session has ended" } });
const drafts = () => answer(api.POST("/api/v1/environments/{env}/drafts", { params: { path: { env: "production" } }, body: { title: "Mine" } }));

it("waits until the person has signed in again, and then sends the same once more", async () => {
  const bodies: string[] = [];
  const answers = [signedOut(), json(201, { id: "d1" })];
  vi.stubGlobal("fetch", async (request: Request) => {
    bodies.push(await request.text());
    return answers.shift();
  });
  const call = drafts();
  await vi.waitFor(() => expect(reentry.isAsked()).toBe(true));
  reentry.done();
  expect(await call).toMatchObject({ id: "d1" });
  expect(bodies).toEqual(['{"title":"Mine"}', '{"title":"Mine"}']);
  expect(reentry.isAsked()).toBe(false);
});

it("says what the server says", async () => {
  vi.stubGlobal("fetch", async () => json(409, { error: { code: "conflict", message: "somebody was faster", hint: "look at both" } }));
  const refused = await drafts().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ status: 409, code: "conflict", message: "somebody was faster", hint: "look at both" });
});

it("says that the server does not answer", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  expect(await drafts().catch((error: unknown) => error)).toMatchObject({ status: 0, code: "unreachable" });
});

it("does not ask to sign in where a password was wrong", async () => {
  vi.stubGlobal("fetch", async () => signedOut());
  await answer(api.POST("/api/v1/session", { body: { email: "a@b.c", password: "x" } })).catch(() => undefined);
  expect(reentry.isAsked()).toBe(false);
});
