import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useSyncExternalStore, type ReactElement } from "react";
import { reentry } from "../api/reentry";
import { LeaveGuard } from "../drafts/LeaveGuard";
import { Waiting } from "./Fallbacks";

const SignInAgain = lazy(() => import("../pages/entry/SignInAgain"));

/** Root is around every page. */
export function Root(): ReactElement {
  const isAsked = useSyncExternalStore(reentry.subscribe, reentry.isAsked);
  return (
    <>
      <Suspense fallback={<Waiting />}><Outlet /></Suspense>
      <LeaveGuard />
      <Suspense>{isAsked && <SignInAgain />}</Suspense>
    </>
  );
}
