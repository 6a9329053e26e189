import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newQueryClient } from "./api/queries";
import { newRouter } from "./app/router";
import "./app/styles";
import { theme } from "./app/theme";
import { complain } from "./components/toast";
import { startTexts } from "./texts";

/** nonce is what the server lets styles with that scripts write into the page. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

Object.assign(globalThis, { __webpack_nonce__: nonce }); // what react-remove-scroll, below dialogues, asks for

await startTexts();
const client = newQueryClient(complain);
const router = newRouter(client);
const place = document.getElementById("root");
if (!place) throw new Error("index.html has no element root");
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce} deduplicateCssVariables={false}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Notifications position="bottom-center" limit={3} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
