import { MantineProvider } from "@mantine/core";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactElement } from "react";

/** draw shows a component as pages do, without transitions. */
export function draw(element: ReactElement): RenderResult {
  return render(element, { wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider> });
}
