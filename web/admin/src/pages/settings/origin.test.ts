import { describe, expect, it } from "vitest";
import { originOf } from "./origin";

describe("originOf", () => {
  it.each([
    ["an address with a path", "https://app.example.com/login?next=/", "https://app.example.com"],
    ["a host alone", "app.example.com", "https://app.example.com"],
    ["a port", "http://localhost:3000", "http://localhost:3000"],
    ["a port that goes without saying", "https://a.example:443", "https://a.example"],
    ["nothing", "  ", undefined],
    ["another protocol", "ftp://a.example", undefined],
    ["a script", "javascript:alert(1)", undefined],
    ["markup", "https://<img src=x onerror=alert(1)>", undefined],
  ])("%s", (_name, text, origin) => expect(originOf(text)).toBe(origin));
});
