import { expect, it } from "vitest";
import { readImage, resolve } from "./image.js";

const server = "https://flags.example.com";

it("is the server's where it has no host, also in the sizes that there are", () => {
  const image = { src: "/images/a.png", alt: "A", width: 1200, height: 800, srcset: "/images/a.png?w=640 640w, https://cdn.example.com/a.png 1200w" };
  expect(readImage(image, server)).toEqual({
    ...image,
    src: "https://flags.example.com/images/a.png",
    srcset: "https://flags.example.com/images/a.png?w=640 640w, https://cdn.example.com/a.png 1200w",
  });
});

it("without words is decoration, and what cannot be shown is none", () => {
  expect(readImage({ src: "https://cdn.example.com/a.png", width: "1", height: -1, srcset: "javascript:x 1x" }, server)).toEqual({ src: "https://cdn.example.com/a.png", alt: "" });
  for (const image of [undefined, null, "x", [], { alt: "A" }, { src: "javascript:alert(1)" }, { src: "data:image/png,x" }, { src: "mailto:a@example.com" }, { src: "//x.example" }]) {
    expect(readImage(image, server)).toBeUndefined();
  }
  expect(resolve("/a.png", "no address")).toBeUndefined();
});
