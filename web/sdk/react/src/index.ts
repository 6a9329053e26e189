export { FingerpostProvider, type FingerpostProviderProps } from "./provider.js";
export { useFlag, useFlagDetails, useSuspenseFlag } from "./flag.js";
export { useContextMutator as useFingerpostContext, useTrack, useOpenFeatureClientStatus as useStatus } from "@openfeature/react-sdk";
