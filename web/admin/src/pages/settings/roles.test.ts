import { describe, expect, it } from "vitest";
import { isAdministrator, rolesInOrder, withRole } from "./roles";

describe("withRole", () => {
  it("gives a role somewhere and leaves the others", () => {
    expect(withRole({ "*": "viewer" }, "staging", "publisher")).toEqual({ "*": "viewer", staging: "publisher" });
  });
  it("takes a role", () => {
    expect(withRole({ "*": "viewer", staging: "admin" }, "staging", undefined)).toEqual({ "*": "viewer" });
  });
});

describe("rolesInOrder", () => {
  it("begins with the role that holds everywhere", () => {
    expect(rolesInOrder({ "a-team": "admin", "*": "viewer", staging: "editor" }).map(([where]) => where)).toEqual(["*", "a-team", "staging"]);
  });
});

describe("isAdministrator", () => {
  it("is who is admin of everything, not of one environment", () => {
    expect(isAdministrator({ "*": "admin" })).toBe(true);
    expect(isAdministrator({ production: "admin" })).toBe(false);
    expect(isAdministrator(undefined)).toBe(false);
  });
});
