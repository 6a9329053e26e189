import createClient from "openapi-fetch";
import { signedInAgain } from "./reentry";
import type { components, paths } from "./schema";

/** Schemas are the bodies that the API takes and gives, by name. */
export type Schemas = components["schemas"];

/** isSignedOut says whether an answer is refused because the session has ended. */
async function isSignedOut(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  try {
    const body: unknown = await response.clone().json();
    return JSON.stringify(body).includes('"signed_out"');
  } catch {
    return false;
  }
}

/** steadyFetch sends a request once more when the person has signed in again. */
async function steadyFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const path = new URL(request.url).pathname;
  if (path === "/api/v1/session" || !(await isSignedOut(response))) return response;
  await signedInAgain();
  return fetch(again);
}

/** api calls the server; wrap each call in answer(). */
export const api = createClient<paths>({ baseUrl: globalThis.location.origin, credentials: "same-origin", fetch: steadyFetch });
