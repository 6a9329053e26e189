import { Button, Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { answer } from "../../api/refusal";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import styles from "./Content.module.css";

/** Library chooses among the pictures that were uploaded. */
export default function Library({ env, close, choose }: { env: string; close: () => void; choose: (id: string) => void }): ReactElement {
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
