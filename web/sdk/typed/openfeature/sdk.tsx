// What OpenFeature's own clients and hooks know of a generated file with the keys for them.
import { useFlag as useFingerpost } from "@fingerpost/react";
import { FingerpostProvider } from "@fingerpost/web";
import { useBooleanFlagValue, useFlag } from "@openfeature/react-sdk";
import { OpenFeature } from "@openfeature/web-sdk";

OpenFeature.setProvider(new FingerpostProvider({ url: "", key: "", flags: ["theme"] }));
const client = OpenFeature.getClient();

client.getBooleanValue("new-editor", false);
client.getStringValue("theme", "light");
client.getNumberDetails("price", 1);
client.getObjectValue("steps", []);
useFlag("new-editor", false);
useFingerpost("theme", "light");

// @ts-expect-error no flag has this name
client.getBooleanValue("new-editr", false);
// @ts-expect-error it is a boolean
client.getStringValue("new-editor", "on");
// @ts-expect-error it is a boolean
useFlag("new-editor", "on");
// @ts-expect-error no flag has this name
useBooleanFlagValue("new-editr", false);
// @ts-expect-error there is no such variant
useFingerpost("theme", "drak");
