// Puts the script beside the page. There is nothing else to build.
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

mkdirSync("dist", { recursive: true });
copyFileSync("index.html", "dist/index.html");
copyFileSync(fileURLToPath(import.meta.resolve("@fingerpost/web/fingerpost.min.js")), "dist/fingerpost.min.js");
