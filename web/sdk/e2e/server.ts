import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const admin = "at_pages";

const binary = () => process.env["FINGERPOST_BINARY"] ?? "../../bin/fingerpost";

/** Problem is one thing that is wrong with what somebody would publish. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Server is the program as it runs, on a store of its own. */
export class Server {
  url = "";
  key = "";
  #process: ChildProcess | undefined;
  #folder = "";

  /** Starts the server: the first time on a free port and an empty store, later where it was. */
  async start(): Promise<void> {
    this.#folder ||= await mkdtemp(join(tmpdir(), "fingerpost-pages-"));
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const server = spawn(binary(), ["serve", "--listen", address, "--store", `bolt://${this.#folder}`], {
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
    await this.#administer("PUT", "/environments/production/definitions?prune=true", { fingerpost: 1, ...definitions });
  }

  /** Returns what is published. */
  async definitions(): Promise<{ content: Readonly<Record<string, unknown>> }> {
    return (await this.#administer("GET", "/environments/production/definitions")) as { content: Record<string, unknown> };
  }

  /** Publishes changes, and returns the problems for which they are refused. */
  async change(changes: readonly object[]): Promise<readonly Problem[]> {
    const response = await this.#ask("POST", "/environments/production/changes", { changes });
    if (response.ok) return [];
    const { error } = (await response.json()) as { error: { message: string; problems?: readonly Problem[] } };
    if (!error.problems) throw new Error(`POST /changes: ${response.status} ${error.message}`);
    return error.problems;
  }

  /** Has the program publish a file, and returns the problems for which it is refused. */
  async apply(definitions: object): Promise<readonly Problem[]> {
    const file = join(this.#folder, "fingerpost.yaml");
    await writeFile(file, JSON.stringify({ fingerpost: 1, ...definitions }));
    const apply = spawn(binary(), ["apply", "--prune", "--yes", "--file", file, "--url", this.url, "--env", "production"], {
      env: { ...process.env, FINGERPOST_TOKEN: admin },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [apply.stdout, apply.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(apply, "close")) as [number];
    if (code > 1) throw new Error(`apply: ${code}: ${said}`);
    const problems = [...said.matchAll(/^\S*?fingerpost\.yaml:(?:\d+:\d+:)? (.*)\n {2}in (.*)$/gm)].map(([, message, path]) => ({ message: message!, path: path! }));
    if (code && !problems.length) throw new Error(`apply: ${said}`);
    return problems;
  }

  /** Returns the HTML, or the JSON, of each slot for somebody. */
  async content(person: Readonly<Record<string, string>>, format: "html" | "json"): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(`${this.url}/api/get_personalized_content?${new URLSearchParams({ ...person, format })}`, { headers: { authorization: `Bearer ${this.key}` } });
    if (!response.ok) throw new Error(`content: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { content: Record<string, unknown> }).content;
  }

  /** Returns the address of a page that shows a preview. */
  async preview(question: object): Promise<string> {
    return ((await this.#administer("POST", "/environments/production/preview/links", question)) as { url: string }).url;
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
    const response = await this.#ask(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text || "null");
  }

  #ask(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${admin}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}
