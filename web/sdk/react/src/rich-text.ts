import { readRich, type RichText as Value } from "@fingerpost/web/slots";
import { createElement, Fragment, type ReactElement } from "react";
import { renderAll } from "./tree.js";

/** RichText shows a field of type markdown; nothing of it but what the allow-list has. */
export function RichText({ value }: { readonly value: Value | string | undefined }): ReactElement {
  return createElement(Fragment, null, ...renderAll(readRich(value)));
}
