import { Button, Loader, Modal, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type ClipboardEvent, type DragEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "../../api/client";
import { answer } from "../../api/refusal";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { languageName } from "../../texts/formats";
import styles from "./Content.module.css";
import { said, saying, type FieldDefinition } from "./domain";
import type { Where } from "./ValueField";

/** Picture is the value of an image field: one that was uploaded, or one elsewhere. */
interface Picture {
  image?: string;
  src?: string;
  alt?: unknown;
}

const altText: FieldDefinition = { type: "text" };
const types = "image/jpeg,image/png,image/gif,image/webp";

/** fileIn finds the picture among what is dropped or pasted. */
function fileIn(data: DataTransfer): File | undefined {
  return [...data.files].find(({ type }) => type.startsWith("image/")) ?? data.files[0];
}

/** ImageField takes a picture by dropping, pasting or choosing it, and says what is to be seen on it. */
export function ImageField({ where, label, value, change }: { where: Where; label: string; value: unknown; change: (value: unknown) => void }): ReactElement {
  const { t } = useTranslation("content");
  const [isOver, setOver] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const input = useId();
  const client = useQueryClient();
  const picture = typeof value === "object" && value !== null ? (value as Picture) : undefined;
  const use = (image: string): void => change({ image, ...(picture?.alt !== undefined && { alt: picture.alt }) });
  const upload = useMutation({
    mutationFn: (file: File) => uploaded(where.env, file),
    onSuccess: ({ id }) => {
      use(id);
      void client.invalidateQueries({ queryKey: [where.env, "images"] });
    },
  });
  const take = (file: File | undefined): void => {
    if (file) upload.mutate(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(fileIn(event.dataTransfer));
  };
  const paste = (event: ClipboardEvent): void => {
    const file = fileIn(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    take(file);
  };
  const shown = picture?.image ? `/images/${encodeURIComponent(picture.image)}?w=640` : undefined;
  return (
    <div role="group" aria-label={label} onPaste={paste}>
      <div className={styles.drop} data-over={isOver || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        {shown ? <img className={styles.picture} src={shown} alt="" /> : <span className={styles.noPicture}><Icon name="image" size={26} />{picture?.src ?? t("image.drop")}</span>}
        <div className={styles.buttons}>
          <input id={input} className={styles.file} type="file" accept={types} aria-label={`${t("image.upload")}: ${label}`} onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
          <label className={styles.upload} htmlFor={input}>{upload.isPending ? <Loader size={15} /> : <Icon name="plus" size={16} />}{t("image.upload")}</label>
          <Button size="compact-sm" variant="default" aria-label={`${t("image.library")}: ${label}`} onClick={() => setChoosing(true)}>{t("image.library")}</Button>
          {picture && <Button size="compact-sm" variant="subtle" aria-label={`${t("image.remove")}: ${label}`} onClick={() => change(undefined)}>{t("image.remove")}</Button>}
        </div>
      </div>
      {picture && <Alt where={where} label={label} picture={picture} change={change} />}
      {isChoosing && <Library env={where.env} close={() => setChoosing(false)} choose={(id) => { use(id); setChoosing(false); }} />}
    </div>
  );
}

/** Alt says what is to be seen, to those who do not see it. */
function Alt({ where, label, picture, change }: { where: Where; label: string; picture: Picture; change: (value: unknown) => void }): ReactElement {
  const { t } = useTranslation("content");
  const shown = where.locale === undefined ? (where.locales.length > 0 ? where.locales : [""]) : [where.locale];
  return (
    <div className={styles.grid}>
      {shown.map((locale) => {
        const lang = locale || (where.locales[0] ?? "");
        const name = where.locales.length > 1 ? `${t("image.alt")}, ${languageName(lang)}` : t("image.alt");
        return (
          <TextInput
            key={locale} mt="sm" label={name} aria-label={`${label}: ${name}`} description={t("image.altHint")} dir="auto" lang={lang} maxLength={500} value={String(said(picture.alt, altText, lang, where.locales) ?? "")} onBlur={where.blur}
            onChange={(event) => {
              const alt = saying(picture.alt, altText, lang, where.locales, event.currentTarget.value);
              change(alt === undefined ? (({ alt: _, ...rest }) => rest)(picture) : { ...picture, alt });
            }}
          />
        );
      })}
    </div>
  );
}

function uploaded(env: string, file: File): Promise<Schemas["Image"]> {
  return answer(
    api.POST("/api/v1/environments/{env}/images", {
      params: { path: { env } }, body: file as never, bodySerializer: (body: unknown) => body as Blob, headers: { "Content-Type": file.type || "application/octet-stream" },
    }),
  ) as Promise<Schemas["Image"]>;
}

function Library({ env, close, choose }: { env: string; close: () => void; choose: (id: string) => void }): ReactElement {
  const { t } = useTranslation("content");
  const images = useInfiniteQuery({
    queryKey: [env, "images"],
    queryFn: ({ signal, pageParam }) => answer(api.GET("/api/v1/environments/{env}/images", { params: { path: { env }, query: { limit: 60, ...(pageParam && { before: pageParam }) } }, signal })),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const all = images.data?.pages.flatMap((page) => page.images) ?? [];
  return (
    <Modal opened onClose={close} size="lg" title={t("image.library")} closeButtonProps={{ "aria-label": t("close") }}>
      {images.isPending && <Loading rows={3} />}
      {images.isError && <Failure error={images.error} retry={() => void images.refetch()} />}
      {images.isSuccess && all.length === 0 && <Empty icon="image" title={t("image.none")} text={t("image.noneText")} />}
      <div className={styles.library}>
        {all.map(({ id, width, height }) => (
          <button key={id} type="button" className={styles.choice} onClick={() => choose(id)} aria-label={`${id}, ${width} × ${height}`}>
            <img src={`/images/${encodeURIComponent(id)}?w=320`} alt="" loading="lazy" /><span>{width} × {height}</span>
          </button>
        ))}
      </div>
      {images.hasNextPage && <Button mt="md" variant="default" fullWidth onClick={() => void images.fetchNextPage()} loading={images.isFetchingNextPage}>{t("image.more")}</Button>}
    </Modal>
  );
}
