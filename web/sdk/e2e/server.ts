import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const admin = "at_pages";

/** Server is the program as it runs, on a store of its own. */
export class Server {
  url = "";
  key = "";
  #process: ChildProcess | undefined;
  #folder = "";

  /** Starts the server: the first time on a free port and an empty store, later where it was. */
  async start(): Promise<void> {
    this.#folder ||= await mkdtemp(join(tmpdir(), "fingerpost-pages-"));
    const binary = process.env["FINGERPOST_BINARY"] ?? "../../bin/fingerpost";
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const server = spawn(binary, ["serve", "--listen", address, "--store", `bolt://${this.#folder}`], {
      env: { ...process.env, FINGERPOST_ADMIN_TOKEN: admin },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = server;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        said += chunk.toString();
        const served = /serves (http:\/\/\S+)/.exec(said);
        if (!served) return;
        this.url = served[1]!;
        resolve();
      };
      server.stdout.on("data", read);
      server.stderr.on("data", read);
      server.once("error", reject);
      server.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
    this.key ||= ((await this.#administer("POST", "/keys", { kind: "client", environment: "production", name: "pages" })) as { secret: string }).secret;
  }

  /** Ends the server as a power failure does, or as an operator who stops it. */
  async stop(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const server = this.#process!;
    server.removeAllListeners("exit");
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  }

  async delete(): Promise<void> {
    await this.stop("SIGTERM");
    await rm(this.#folder, { recursive: true });
  }

  /** Publishes what the flag hero is for most people. */
  async publish(value: string): Promise<void> {
    await this.define({
      settings: { identity: "open" },
      attributes: { country: { type: "string", client: true } },
      events: { clicked: {} },
      flags: {
        hero: {
          type: "string",
          client: true,
          variants: { usual: value, german: "Guten Tag", active: "You clicked" },
          targeting: [
            { name: "Germany", when: 'country == "DE"', serve: "german" },
            { name: "active", when: 'event_count("clicked") >= 1', serve: "active" },
          ],
          default: "usual",
        },
      },
    });
  }

  /** Publishes definitions in the place of all that there were. */
  async define(definitions: object): Promise<void> {
    await this.#administer("PUT", "/environments/production/definitions", { fingerpost: 1, ...definitions });
  }

  /** Returns how often each event of a person is counted. */
  async counts(person: string): Promise<Record<string, number>> {
    const { profiles } = (await this.#administer("GET", `/environments/production/profiles?user_id=${person}`)) as { profiles: { person: string }[] };
    if (!profiles[0]) return {};
    const { events } = (await this.#administer("GET", `/environments/production/profiles/${profiles[0].person}`)) as {
      events?: { event: string; count: number }[];
    };
    return Object.fromEntries((events ?? []).map(({ event, count }) => [event, count]));
  }

  async #administer(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${admin}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text || "null");
  }
}
