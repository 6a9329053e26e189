import { Refusal } from "../../api/refusal";
import type { Schemas } from "../../api/client";

/** Uploaded is how many members were sent to be added and removed. */
export interface Uploaded {
  added: number;
  removed: number;
}

/** typeOf is the media type of a file of members, by its name. */
export function typeOf(name: string): "text/csv" | "application/x-ndjson" | "text/plain" {
  if (/\.csv$/i.test(name)) return "text/csv";
  return /\.(ndjson|jsonl)$/i.test(name) ? "application/x-ndjson" : "text/plain";
}

/** upload sends a file of members and tells how much of it is sent; fetch cannot tell that. */
export function upload(env: string, list: string, mode: string, file: File, progress: (part: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/environments/${encodeURIComponent(env)}/lists/${encodeURIComponent(list)}/upload?mode=${encodeURIComponent(mode)}`);
    request.setRequestHeader("Content-Type", typeOf(file.name));
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(request.response as Uploaded);
      else reject(new Refusal(request.status, (request.response as Schemas["Error"] | null)?.error));
    };
    request.onerror = () => reject(new Refusal(0, undefined));
    request.send(file);
  });
}

/** membersOf takes members out of what is typed or pasted: one a line, or with commas between. */
export function membersOf(text: string): string[] {
  return [...new Set(text.split(/[\n,;]/).map((member) => member.trim()).filter(Boolean))];
}
