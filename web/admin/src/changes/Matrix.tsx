import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Refusal } from "../api/refusal";
import { Failure } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Loading } from "../components/Loading";
import { count, share } from "../texts/formats";
import styles from "./changes.module.css";

type Impact = Schemas["Impact"];

/** ImpactQuery asks for an impact, and is known by its key. */
export interface ImpactQuery {
  queryKey: readonly (string | number)[];
  ask: (signal: AbortSignal) => Promise<Impact>;
}

/** Matrix asks who would switch from which variant to which, and shows it. */
export function Matrix({ env, query }: { env: string; query: ImpactQuery }): ReactElement {
  const { t } = useTranslation("changes");
  const impact = useQuery({ queryKey: query.queryKey, queryFn: ({ signal }) => query.ask(signal), staleTime: 60_000 });
  if (impact.isPending) return <><p className={styles.soft}>{t("counting")}</p><Loading rows={2} /></>;
  if (impact.error instanceof Refusal && impact.error.status === 422) return <p className={styles.soft}>{t("notYet")}</p>;
  if (impact.isError) return <Failure error={impact.error} retry={() => void impact.refetch()} />;
  return <Switches env={env} impact={impact.data} />;
}

/** Switches draws an impact. */
export function Switches({ env, impact }: { env: string; impact: Impact }): ReactElement {
  const { t } = useTranslation("changes");
  const flags = (impact.flags ?? []).filter((flag) => flag.changed + flag.altered > 0);
  if (impact.people === 0) return <p className={styles.calm}><Icon name="info" size={18} />{t("nobodyKnown")}</p>;
  if (flags.length === 0) return <p className={styles.calm}><Icon name="check" size={18} />{t("nobody", { people: count(impact.people) })}</p>;
  return (
    <div className={styles.impact}>
      {flags.map((flag) => (
        <section key={flag.flag} className={styles.impactFlag}>
          <h3>{flag.flag}</h3>
          <p className={styles.soft}>{t("changed", { count: flag.changed + flag.altered, shown: count(flag.changed + flag.altered), share: share(flag.changed + flag.altered, impact.people), people: count(impact.people) })}</p>
          <ul className={styles.moves}>
            {flag.matrix.filter(({ before, after, altered }) => before !== after || altered).map(({ before, after, altered, people, sample }) => (
              <li key={`${before}/${after}`}>
                <span className={styles.arrow}>
                  <span className={styles.chip}>{before || t("nothing")}</span>
                  <Icon name="forward" size={16} /><span className={styles.hidden}>{t("to")}</span>
                  <span className={styles.chip} data-after>{altered ? t("altered") : after || t("nothing")}</span>
                </span>
                <span className={styles.bar} aria-hidden="true"><i style={{ inlineSize: `${(people / impact.people) * 100}%` }} /></span>
                <span className={styles.figure}>{t("people", { count: people, shown: count(people) })}</span>
                {sample && sample.length > 0 && <Sample env={env} people={sample} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Sample are a few of those who switch. */
function Sample({ env, people }: { env: string; people: readonly string[] }): ReactElement {
  const { t } = useTranslation("changes");
  return (
    <span className={styles.sample}>
      {t("forExample")}{" "}
      {people.slice(0, 4).map((person, at) => (
        <Fragment key={person}>{at > 0 && ", "}<a href={`/admin/${encodeURIComponent(env)}/profiles/${encodeURIComponent(person)}`}>{person.length > 14 ? `${person.slice(0, 12)}…` : person}</a></Fragment>
      ))}
    </span>
  );
}
