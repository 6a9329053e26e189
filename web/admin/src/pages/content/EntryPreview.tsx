import { SegmentedControl, Switch } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/refusal";
import { Card } from "../../components/Card";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { draftQuery } from "../../drafts/draft";
import { vocabularyQuery } from "../../personal/queries";
import { partsOf } from "../../personal/tags";
import { Frame } from "../../preview/Frame";
import type { Ground } from "../../preview/page";
import { looksQuery } from "../../preview/queries";
import { changesOf, type Change } from "../../preview/shown";
import preview from "../../preview/preview.module.css";
import type { Entry } from "./domain";
import { examplesFor } from "./examples";

interface EntryPreviewProps {
  env: string;
  name: string;
  entry: Entry;
  variant: string | undefined;
  locale: string | undefined;
}

/** copy is what the entry is called in the preview. */
const copy = "console-preview-entry";

/** EntryPreview shows an entry as it is being written: in a language, on light ground or dark, narrow or wide, to somebody known or unknown. */
export function EntryPreview({ env, name, entry, variant, locale }: EntryPreviewProps): ReactElement {
  const { t } = useTranslation("content");
  const [ground, setGround] = useState<Ground>("light");
  const [isNarrow, setNarrow] = useState(false);
  const [isKnown, setKnown] = useState(false);
  const [steady] = useDebouncedValue(entry, 300);
  const draft = useQuery(draftQuery(env)).data;
  const vocabulary = useQuery(vocabularyQuery(env)).data;
  const text = JSON.stringify(steady);
  const isPersonal = useMemo(() => partsOf(text.replaceAll('\\"', '"')).some(({ tag }) => tag), [text]);
  const context = useMemo(() => ({ ...(isKnown && examplesFor(vocabulary?.attributes ?? [])), ...(locale && vocabulary?.attributes.some((one) => one.name === "locale") && { locale }) }), [isKnown, vocabulary, locale]);
  // A copy is shown, which is a draft: it need not be complete, has no times, and no slot depends on it.
  const { publish_at: _, unpublish_at: __, ...timeless } = steady;
  const mine: Change[] = [{ kind: "content", key: copy, value: { ...timeless, draft: true } }];
  const piece = variant === undefined ? [copy] : [`${copy}/${variant}`];
  const others = changesOf(draft).filter(({ kind, key }) => kind !== "content" || key !== name);
  const looks = useQuery(looksQuery(env, { pieces: [piece], changes: [...others, ...mine], context, locale }, mine));
  const look = looks.data?.[0];
  return (
    <Card title={t("preview.title")} aside={looks.isFetching ? <span className={preview.why} role="status">{t("preview.busy")}</span> : undefined}>
      <div className={preview.bar}>
        <SegmentedControl size="xs" aria-label={t("preview.ground")} value={ground} onChange={(next) => setGround(next as Ground)} data={[{ value: "light", label: t("preview.light") }, { value: "dark", label: t("preview.dark") }]} />
        <SegmentedControl size="xs" aria-label={t("preview.width")} value={isNarrow ? "narrow" : "wide"} onChange={(next) => setNarrow(next === "narrow")} data={[{ value: "wide", label: t("preview.wide") }, { value: "narrow", label: t("preview.narrow") }]} />
        {isPersonal && <Switch size="sm" label={t("preview.known")} checked={isKnown} onChange={(event) => setKnown(event.currentTarget.checked)} />}
      </div>
      {looks.isPending && <Loading rows={3} />}
      {look && !looks.isError && <Frame html={look.html} ground={ground} title={t("preview.title")} width={isNarrow ? 360 : 620} />}
      {look?.problem && <p className={preview.note} data-wrong role="alert"><Icon name="warning" size={17} />{look.problem}</p>}
      {looks.isError && <Wrong error={looks.error} />}
    </Card>
  );
}

/** Wrong says why there is nothing to be seen. */
function Wrong({ error }: { error: unknown }): ReactElement {
  const { t } = useTranslation("content");
  const problems = error instanceof Refusal ? error.problems : [];
  return (
    <div className={preview.stack} role="alert">
      <p className={preview.note} data-wrong><Icon name="warning" size={17} />{problems.length > 0 ? t("preview.wrong") : error instanceof Error ? error.message : String(error)}</p>
      {problems.map(({ path, message, hint }) => (
        <p className={preview.note} key={`${path} ${message}`}><span><strong>{(path ?? "").replace(`content.${copy}.`, "").replace(/^fields\./, "")}</strong> {message}{hint && `: ${hint}`}</span></p>
      ))}
    </div>
  );
}
