export { define, render, slot } from "./element.js";
export { rich } from "./dom.js";
export { readImage } from "./image.js";
export { readRich } from "./rich.js";
