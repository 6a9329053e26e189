import { FlagDirective, type Fingerpost, type FlagContext } from "@fingerpost/angular";
import { expectTypeOf } from "vitest";

declare const fingerpost: Fingerpost;
declare const directive: FlagDirective<"theme">;
declare const context: unknown;

expectTypeOf(fingerpost.flag("theme", "light")()).toEqualTypeOf<"dark" | "light">();
expectTypeOf<FlagContext<"price">["$implicit"]>().toEqualTypeOf<number>();
if (FlagDirective.ngTemplateContextGuard(directive, context)) expectTypeOf(context.$implicit).toEqualTypeOf<"dark" | "light">();
directive.fpFlagIs = "dark";

// @ts-expect-error no flag has this name
fingerpost.flag("new-editr", false);
// @ts-expect-error it is a number
fingerpost.flag("price", "9");
// @ts-expect-error there is no such variant
directive.fpFlagIs = "drak";
