import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const program = resolve(process.env["FINGERPOST_BINARY"] ?? "../../bin/fingerpost");
const token = "at_examples";

/** Demo is what `make demo` runs: the server with the sample, and the pages of the examples beside it. */
export class Demo {
  /** Where the pages are. */
  pages = "";
  url = "";
  #folder = "";
  #demo: ChildProcess | undefined;
  #server: ChildProcess | undefined;

  async start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), "fingerpost-examples-"));
    const address = `127.0.0.1:${await freePort()}`;
    this.url = `http://${address}`;
    const demo = process.env["FINGERPOST_DEMO_BINARY"] ?? "../../bin/demo";
    this.#demo = spawn(demo, ["-pages", "127.0.0.1:0", "-server", program, "-folder", "../../examples", "--", "--listen", address, "--store", `bolt://${this.#folder}`], {
      env: { ...process.env, FINGERPOST_ADMIN_TOKEN: token },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.pages = await said(this.#demo, /side by side:\s+(http:\/\/\S+)/);
  }

  /** Ends the server as a power failure does. The demo ends with it. */
  async kill(): Promise<void> {
    const server = execFileSync("pgrep", ["-P", `${this.#demo!.pid}`], { encoding: "utf8" });
    const ended = once(this.#demo!, "exit");
    process.kill(Number(server), "SIGKILL");
    await ended;
  }

  /** Starts the server again where it was, without the demo. */
  async restart(): Promise<void> {
    this.#server = spawn(program, ["serve", "--listen", new URL(this.url).host, "--store", `bolt://${this.#folder}`], {
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    await said(this.#server, /serves (http:\/\/\S+)/);
  }

  async delete(): Promise<void> {
    for (const one of [this.#demo, this.#server]) {
      if (!one || one.exitCode !== null || one.signalCode) continue;
      const ended = once(one, "exit");
      one.kill("SIGTERM");
      await ended;
    }
    await rm(this.#folder, { recursive: true });
  }

  /** Runs a command line in a shell, as somebody who pastes it, and returns what it prints. */
  async type(line: string): Promise<string> {
    const { stdout } = await promisify(execFile)("sh", ["-euc", line.replaceAll("bin/fingerpost", program)], { env: this.#environment() });
    return stdout.trim();
  }

  /** Watches what changes; the text grows. The caller ends it. */
  watch(): { text(): string; end(): void } {
    const tail = spawn(program, ["tail"], { env: this.#environment(), stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [tail.stdout, tail.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return { text: () => text, end: () => void tail.kill() };
  }

  /** Says when somebody signed up, as Lumen's own server does. */
  async signedUp(userId: string, at: Date): Promise<void> {
    const key = await this.type("bin/fingerpost keys create --kind server --name examples");
    const response = await fetch(`${this.url}/v1/identify`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ userId, traits: { signed_up_at: at.toISOString() } }),
    });
    if (!response.ok) throw new Error(`identify: ${response.status} ${await response.text()}`);
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...process.env, FINGERPOST_URL: this.url, FINGERPOST_TOKEN: token, FINGERPOST_ADMIN_TOKEN: token };
  }
}

/** said waits until a process prints something, and returns the first group of it. */
function said(one: ChildProcess, pattern: RegExp): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const found = pattern.exec(text);
      if (found) resolve(found[1]!);
    };
    one.stdout!.on("data", read);
    one.stderr!.on("data", read);
    one.once("error", reject);
    one.once("exit", (code) => reject(new Error(`it ended with ${code}: ${text}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
