import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery, type Role } from "../../api/queries";
import { Card } from "../../components/Card";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { changeIn, deskOf, draftQuery } from "../../drafts/draft";
import { percent, served, whole, type FlagDefinition, type Serve } from "./definition";
import styles from "./Flags.module.css";
import { flagQuery } from "./queries";

/** Aspect is what is compared of a flag: where the texts differ, the environments do. */
export interface Aspect {
  what: "state" | "client" | "variants" | "targeting" | "default" | "off" | "rest";
  here: string;
  there: string;
  differs: boolean;
}

function serving(serve: Serve | undefined): string {
  return served(serve).map(([name, weight]) => (weight === whole ? name : `${name} ${String(percent(weight))} %`)).join(", ");
}

const shown = new Set(["enabled", "client", "variants", "targeting", "default", "off"]);

/** rest is what a flag has beside what is compared one by one. */
function rest(flag: FlagDefinition): unknown {
  return Object.fromEntries(Object.entries(flag).filter(([name]) => !shown.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** aspects compares a flag in two environments. What is shown is short; what is compared is everything. */
export function aspects(here: FlagDefinition, there: FlagDefinition): Aspect[] {
  const rules = (flag: FlagDefinition): string => (flag.targeting ?? []).map((entry, at) => `${entry.name ?? String(at + 1)} → ${serving(entry.serve)}`).join("\n");
  const aspect = (what: Aspect["what"], text: (flag: FlagDefinition) => string, all: (flag: FlagDefinition) => unknown): Aspect => ({
    what, here: text(here), there: text(there), differs: JSON.stringify(all(here)) !== JSON.stringify(all(there)),
  });
  return [
    aspect("state", (flag) => (flag.enabled === false ? "off" : "on"), (flag) => flag.enabled !== false),
    aspect("client", (flag) => (flag.client ? "yes" : "no"), (flag) => flag.client === true),
    aspect("variants", (flag) => Object.keys(flag.variants).join(", "), (flag) => Object.entries(flag.variants)),
    aspect("targeting", rules, (flag) => flag.targeting ?? []),
    aspect("default", (flag) => serving(flag.default), (flag) => flag.default ?? null),
    aspect("off", (flag) => flag.off ?? "", (flag) => flag.off ?? ""),
    aspect("rest", () => "", rest),
  ].filter((one) => one.what !== "rest" || one.differs);
}

const ranks: readonly Role[] = ["viewer", "editor", "publisher", "admin"];

/** Compare shows the same flag in another environment, and copies it there. */
export function Compare({ env, name, value }: { env: string; name: string; value: FlagDefinition }): ReactElement | null {
  const { t } = useTranslation("flags");
  const others = (useQuery(sessionQuery).data?.environments ?? []).filter((other) => other.name !== env);
  const [chosen, setChosen] = useState<string>();
  const other = others.find((one) => one.name === chosen) ?? others[0];
  if (!other) return null;
  return (
    <Card title={t("compare")}>
      {others.length > 1 && (
        <select className={styles.select} aria-label={t("compareWith")} value={other.name} onChange={(event) => setChosen(event.currentTarget.value)}>
          {others.map((one) => <option key={one.name}>{one.name}</option>)}
        </select>
      )}
      <Compared key={other.name} env={env} other={other.name} name={name} value={value} may={ranks.indexOf(other.role) >= ranks.indexOf("editor")} />
    </Card>
  );
}

function Compared({ env, other, name, value, may }: { env: string; other: string; name: string; value: FlagDefinition; may: boolean }): ReactElement {
  const { t } = useTranslation("flags");
  const client = useQueryClient();
  const published = useQuery(flagQuery(other, name));
  const draft = useQuery(draftQuery(other));
  const copy = useMutation({
    mutationFn: async () => {
      await client.fetchQuery(draftQuery(other)); // what is in the draft there is written over, not overlooked
      const desk = deskOf(client, other);
      desk.saver.edit({ kind: "flag", key: name }, value);
      await desk.saver.flush({ kind: "flag", key: name });
      const typed = desk.saver.at({ kind: "flag", key: name });
      if (typed?.error) throw typed.error;
    },
  });
  if (published.isPending || draft.isPending) return <Loading rows={3} />;
  if (published.isError) return <Failure error={published.error} retry={() => void published.refetch()} />;
  const edited = changeIn(draft.data, { kind: "flag", key: name });
  const there = edited ? (edited.value as FlagDefinition | null) : published.data?.value;
  const all = there ? aspects(value, { ...there, variants: there.variants ?? {} }) : undefined;
  const same = all?.every(({ differs }) => !differs) ?? false;
  const word = (what: Aspect["what"], text: string): string => (what === "state" ? t(text === "on" ? "states.on" : "states.off") : what === "client" ? t(text === "yes" ? "yes" : "no") : text || "–");
  return (
    <>
      {!all && <p className={styles.soft}>{t("notThere", { env: other })}</p>}
      {same && <p className={styles.same}><Icon name="check" size={17} />{t("same", { env: other })}</p>}
      {all && !same && (
        <div className={styles.tableFrame} tabIndex={0} role="region" aria-label={t("compare")}>
          <table className={styles.table}>
            <thead><tr><td /><th scope="col">{env}</th><th scope="col">{other}{edited && <small> {t("inDraft")}</small>}</th></tr></thead>
            <tbody>
              {all.map(({ what, here, there: that, differs }) => (
                <tr key={what} data-differs={differs || undefined}>
                  <th scope="row">{t(`aspects.${what}`)}{differs && <span className={styles.hidden}> ({t("differs")})</span>}</th>
                  {what === "rest" ? <td colSpan={2}>{t("restDiffers")}</td> : <><td>{word(what, here)}</td><td>{word(what, that)}</td></>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {may && !same && <Button variant="default" loading={copy.isPending} leftSection={<Icon name="copy" size={17} />} onClick={() => copy.mutate()}>{t("copyTo", { env: other })}</Button>}
      {copy.isSuccess && <p className={styles.soft} role="status">{t("copied", { env: other })} <Link to="/$env/review" params={{ env: other }} search={{}}>{t("reviewThere")}</Link></p>}
    </>
  );
}
