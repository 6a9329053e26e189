// Replaces what was built by itself, compressed: the program embeds each file once.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const file = new URL(name, dist);
  writeFileSync(new URL(`${name}.gz`, dist), gzipSync(readFileSync(file), { level: 9 }));
  rmSync(file);
}
