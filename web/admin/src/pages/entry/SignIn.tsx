import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../../api/queries";
import { Entry } from "./Entry";
import { SignInForm } from "./SignInForm";
import { useEnter } from "./useEnter";

const route = getRouteApi("/signin");

/** SignIn is the page on which people sign in. */
export default function SignIn(): ReactElement {
  const { t } = useTranslation();
  const { to } = route.useSearch();
  const enter = useEnter(to);
  const session = useQuery(sessionQuery).data;
  if (session?.setup) return <Navigate to="/setup" />;
  return <Entry title={t("entry.welcome")}><SignInForm entered={enter} /></Entry>;
}
