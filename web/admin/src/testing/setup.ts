import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startTexts } from "../texts";

beforeAll(() => startTexts("en"));
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
});
