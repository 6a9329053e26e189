// Puts the scripts and the stylesheet beside the page. There is nothing else to build.
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

mkdirSync("dist", { recursive: true });
copyFileSync("index.html", "dist/index.html");
for (const file of ["fingerpost.min.js", "fingerpost-slots.min.js", "slots.css"]) {
  copyFileSync(fileURLToPath(import.meta.resolve(`@fingerpost/web/${file}`)), `dist/${file}`);
}
