import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Fragment, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { definitionsQuery, type Definitions } from "../api/queries";
import { Icon, type IconName } from "../components/Icon";
import { findable, navigation } from "./navigation";
import styles from "./Palette.module.css";

/** Find is something that the palette leads to. */
interface Find {
  id: string;
  group: string;
  text: string;
  about?: string | undefined;
  icon: IconName;
  go: () => void;
}

const most = 40;

/** matching keeps what a text is in, those first that begin with it. */
export function matching<T extends { text: string; about?: string | undefined }>(all: readonly T[], text: string): T[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return all.slice(0, most);
  const rank = (find: T): number => {
    const name = find.text.toLowerCase();
    return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : (find.about ?? "").toLowerCase().includes(wanted) ? 2 : 3;
  };
  return all.map((find) => ({ find, rank: rank(find) })).filter(({ rank }) => rank < 3).sort((a, b) => a.rank - b.rank).slice(0, most).map(({ find }) => find);
}

/** Palette jumps to whatever one begins to type. */
export default function Palette({ env, close }: { env: string; close: () => void }): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const finds = matching(useFinds(env, close), text);
  const list = useId();
  const chosen = finds[Math.min(at, finds.length - 1)];
  const lines = useRef<HTMLUListElement>(null);
  useEffect(() => lines.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }), [at]);
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((now) => Math.max(0, Math.min(finds.length - 1, now + step)));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      chosen?.go();
    }
  };
  return (
    <Modal opened onClose={close} withCloseButton={false} padding={0} size={560} yOffset="12vh" attributes={{ content: { "aria-label": t("search.open") } }}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus role="combobox" aria-expanded aria-controls={list} aria-activedescendant={chosen && list + chosen.id} aria-label={t("search.open")}
          placeholder={t("search.placeholder")} value={text} onKeyDown={press} autoComplete="off" spellCheck={false}
          onChange={(event) => { setText(event.currentTarget.value); setAt(0); }}
        />
      </div>
      <ul className={styles.results} id={list} role="listbox" ref={lines} aria-label={t("search.results")}>
        {finds.map((find, row) => (
          <Fragment key={find.id}>
            {find.group !== finds[row - 1]?.group && <li role="presentation" className={styles.group}>{find.group}</li>}
            {/* The keys of the field choose and open; the pointer is a second way. */}
            <li className={styles.result} role="option" id={list + find.id} aria-selected={find === chosen} onPointerMove={() => setAt(row)} onClick={find.go}>
              <Icon name={find.icon} /><span>{find.text}</span>{find.about && <small>{find.about}</small>}
            </li>
          </Fragment>
        ))}
      </ul>
      {finds.length === 0 && <p className={styles.nothing} role="status">{t("search.nothing")}</p>}
      <p className={styles.hint}>{t("search.hint")}</p>
    </Modal>
  );
}

/** useFinds lists all there is to jump to. */
function useFinds(env: string, close: () => void): Find[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const definitions = useQuery(definitionsQuery(env)).data;
  return useMemo(() => {
    const pages = navigation.map((item): Find => ({
      id: item.to, group: t("search.pages"), text: t(item.text), icon: item.icon,
      go: () => { close(); void navigate({ to: item.to, params: { env } }); },
    }));
    const things = findable.flatMap((kind) =>
      Object.entries(named(definitions, kind.kind)).map(([key, { description }]): Find => ({
        id: `${kind.kind}/${key}`, group: t(kind.text), text: key, about: description, icon: kind.icon,
        go: () => { close(); void navigate({ to: kind.to, params: { env, key }, search: {} }); },
      })),
    );
    return [...pages, ...things];
  }, [definitions, env, close, navigate, t]);
}

function named(definitions: Definitions | undefined, kind: "segments" | "flags" | "content"): Record<string, { description?: string }> {
  return definitions?.[kind] ?? {};
}
