import type { AnswerStorage } from "./client.js";
import type { Answer } from "./protocol.js";

const prefix = "fingerpost:";

/**
 * localAnswers keeps the last answers in the browser's local storage, under a hash of the server, the key and the person. The key and the identity
 * token are not stored. Where nothing can be stored, nothing is.
 */
export function localAnswers(store: Pick<Storage, "getItem" | "setItem"> | undefined = local()): AnswerStorage {
  return {
    load(scope) {
      try {
        const stored: unknown = JSON.parse(store?.getItem(prefix + hash(scope)) ?? "[]");
        return Array.isArray(stored) ? stored.filter(isAnswer) : [];
      } catch {
        return [];
      }
    },
    save(scope, answers) {
      try {
        store?.setItem(prefix + hash(scope), JSON.stringify(answers));
      } catch {
        // The storage is full or closed to us; the next visit begins without.
      }
    },
  };
}

/** local is the browser's storage, if there is one and the page may use it. */
function local(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function isAnswer(stored: unknown): stored is Answer {
  return typeof stored === "object" && stored !== null && "key" in stored && typeof stored.key === "string";
}

/** hash is cyrb53, a hash of 53 bits. */
function hash(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    a = Math.imul(a ^ char, 2654435761);
    b = Math.imul(b ^ char, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
