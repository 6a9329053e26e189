import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { When } from "../../components/When";
import { bytes, count, share } from "../../texts/formats";
import styles from "./Settings.module.css";

/** Images shows how much room the images of content take. */
export default function Images(): ReactElement {
  const { t } = useTranslation("settings");
  const { env } = useEnvironment();
  const query = useInfiniteQuery({
    queryKey: [env, "images"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => answer(api.GET("/api/v1/environments/{env}/images", { params: { path: { env }, query: { limit: 60, ...(pageParam !== undefined && { before: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next,
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const first = query.data.pages[0];
  const images = query.data.pages.flatMap((page) => page.images);
  return (
    <>
      {first && (
        <Card title={t("images.room")}>
          <div className={blocks.fields}>
            <p>{t("images.used", { count: first.count, shown: count(first.count), bytes: bytes(first.bytes), limit: bytes(first.limit), part: share(first.bytes, first.limit) })}</p>
            <div className={blocks.bar} role="meter" aria-label={t("images.room")} aria-valuemin={0} aria-valuemax={first.limit} aria-valuenow={first.bytes}><i style={{ inlineSize: `${(first.bytes / first.limit) * 100}%` }} /></div>
          </div>
        </Card>
      )}
      <Card flush>
        {images.length === 0 && <Empty icon="content" title={t("images.none")} text={t("images.noneText")} />}
        <ul className={styles.pictures}>
          {images.map((image) => (
            <li key={image.id} className={styles.picture}>
              <img src={image.sizes[0]?.url ?? image.url} alt="" loading="lazy" />
              <span>{image.width} × {image.height} · {bytes(image.bytes)}</span>
              <When at={image.uploaded_at} />
            </li>
          ))}
        </ul>
        {query.hasNextPage && <div className={blocks.pad}><Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("images.more")}</Button></div>}
      </Card>
    </>
  );
}
