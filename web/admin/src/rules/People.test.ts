import { expect, it } from "vitest";
import { personName } from "./People";

it("calls people by the id of a login, then by any other, then by their own", () => {
  const anonymous = { kind: "anonymous", value: "a-1" } as const;
  expect(personName({ person: "p", identifiers: [anonymous, { kind: "user", value: "ada" }] })).toBe("ada");
  expect(personName({ person: "p", identifiers: [anonymous] })).toBe("a-1");
  expect(personName({ person: "p", identifiers: [] })).toBe("p");
});
