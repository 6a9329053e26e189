// Writes the types of the server's API; with --check it only says whether they are up to date.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const document = new URL(process.env.FINGERPOST_OPENAPI ?? "../../../server/openapi.json", import.meta.url);
const file = new URL("../src/api/schema.d.ts", import.meta.url);
const head = "// Generated from server/openapi.json by `npm run types`; do not edit.\n\n";
const text = head + astToString(await openapiTS(document, { alphabetize: false }));

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error("src/api/schema.d.ts is not what server/openapi.json says: run `npm run types` in web/admin.");
  process.exit(1);
}
