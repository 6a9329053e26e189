// What the packages know once there is a generated file. Each error that is expected is one because of it: without the file this does not compile.
import { createClient, type FlagKey, type Options } from "@fingerpost/web";
import type { Fingerpost } from "@fingerpost/web/script";
import { expectTypeOf } from "vitest";

const client = createClient({ url: "", key: "", flags: ["new-editor", "theme"] });

expectTypeOf(client.value("new-editor", false)).toEqualTypeOf<boolean>();
expectTypeOf(client.value("theme", "light")).toEqualTypeOf<"dark" | "light">();
expectTypeOf(client.value("price", 1)).toEqualTypeOf<number>();
expectTypeOf(client.value("steps", [])).toEqualTypeOf<(number | string)[]>();
expectTypeOf(client.resolve("price", 1).value).toEqualTypeOf<number>();
expectTypeOf(client.value<boolean>("new-editor", true)).toEqualTypeOf<boolean>();
expectTypeOf(client.value("layout", { columns: 1, "data-kind": null, panels: [] })["data-kind"]).toEqualTypeOf<string | null>();
expectTypeOf<FlagKey>().toEqualTypeOf<keyof FingerpostFlags>();
client.subscribe("theme", () => {});

// @ts-expect-error no flag has this name
client.value("new-editr", false);
// @ts-expect-error a client key does not see it
client.value("server-only", false);
// @ts-expect-error it is a boolean
client.value("new-editor", "on");
// @ts-expect-error there is no such variant
client.value("theme", "drak");
// @ts-expect-error columns is missing
client.value("layout", { "data-kind": null, panels: [] });
// @ts-expect-error no panel is without an id
client.value("layout", { columns: 1, "data-kind": null, panels: [{ open: true }] });
// @ts-expect-error a number is no boolean
const wrong: boolean = client.value("price", 1);
void wrong;
// @ts-expect-error no flag has this name
client.subscribe("new-editr", () => {});
// @ts-expect-error no flag has this name
const options: Options = { url: "", key: "", flags: ["new-editr"] };
void options;

declare const page: Fingerpost;
page.on("theme", (theme) => expectTypeOf(theme).toEqualTypeOf<"dark" | "light">());
// @ts-expect-error no flag has this name
page.on("them", () => {});
