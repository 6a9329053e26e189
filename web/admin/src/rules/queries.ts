import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "../api/client";
import { answer } from "../api/refusal";

export type Vocabulary = Schemas["Vocabulary"];
export type Form = Schemas["RuleForm"];
export type Condition = Schemas["RuleCondition"];
export type Value = Schemas["RuleValue"];
export type Diagnostic = Schemas["Diagnostic"];
export type Size = Schemas["Size"];

/** vocabularyQuery is what rules can be written with, and what people really have. */
export const vocabularyQuery = (env: string) =>
  queryOptions({
    queryKey: [env, "vocabulary"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/environments/{env}/rules/vocabulary", { params: { path: { env } }, signal })),
    staleTime: 60_000,
  });

/** checkQuery has the server read a rule: what is wrong with it, and its sentences. */
export const checkQuery = (env: string, source: string) =>
  queryOptions({
    queryKey: [env, "check", source],
    queryFn: async ({ signal }) => ({ source, ...(await answer(api.POST("/api/v1/environments/{env}/rules/check", { params: { path: { env } }, body: { source }, signal }))) }),
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** printRule has the server write sentences as an expression. */
export function printRule(env: string, builder: Form, signal: AbortSignal) {
  return answer(api.POST("/api/v1/environments/{env}/rules/print", { params: { path: { env } }, body: { builder }, signal }));
}

/** sizeQuery counts whom a rule is true for; where there are many people, of a sample. */
export const sizeQuery = (env: string, when: string) =>
  queryOptions({
    queryKey: [env, "size", when],
    queryFn: ({ signal }) =>
      answer(api.POST("/api/v1/environments/{env}/segments/size", { params: { path: { env }, query: { estimate: true } }, body: { when }, signal })),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
