import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/queries";
import { Crashed, NotFound, Waiting } from "./Fallbacks";
import { Root } from "./Root";
import { Shell } from "./Shell";

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Root, notFoundComponent: NotFound });

/** lastEnvironment is remembered, so that whoever comes back is where they were. */
export const lastEnvironment = "fingerpost:environment";

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.setup) throw redirect({ to: "/setup" });
    if (!session.signed_in) throw redirect({ to: "/signin", search: {} });
    const names = session.environments?.map((environment) => environment.name) ?? [];
    const last = localStorage.getItem(lastEnvironment);
    throw redirect({ to: "/$env", params: { env: last && names.includes(last) ? last : (names[0] ?? "production") } });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "signin",
  validateSearch: (search: Record<string, unknown>): { to?: string } => (typeof search["to"] === "string" ? { to: search["to"] } : {}),
  component: lazyRouteComponent(() => import("../pages/entry/SignIn")),
});
const setup = createRoute({ getParentRoute: () => root, path: "setup", component: lazyRouteComponent(() => import("../pages/entry/SetUp")) });
const invitation = createRoute({ getParentRoute: () => root, path: "invitation", component: lazyRouteComponent(() => import("../pages/entry/Invitation")) });

/** Everything about an environment is below its name, and only for those who are signed in. */
const environment = createRoute({
  getParentRoute: () => root,
  path: "$env",
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.setup) throw redirect({ to: "/setup" });
    if (!session.signed_in) throw redirect({ to: "/signin", search: { to: location.href } });
  },
  component: Shell,
});

const home = createRoute({ getParentRoute: () => environment, path: "/", component: lazyRouteComponent(() => import("../pages/home/Home")) });
const segments = createRoute({ getParentRoute: () => environment, path: "segments", component: lazyRouteComponent(() => import("../pages/segments/Segments")) });
const segment = createRoute({
  getParentRoute: () => environment,
  path: "segments/$key",
  validateSearch: (search: Record<string, unknown>): { new?: true } => (search["new"] === true ? { new: true } : {}),
  component: lazyRouteComponent(() => import("../pages/segments/Segment")),
});

const flags = createRoute({ getParentRoute: () => environment, path: "flags", component: lazyRouteComponent(() => import("../pages/flags/Flags")) });
const flag = createRoute({ getParentRoute: () => environment, path: "flags/$key", component: lazyRouteComponent(() => import("../pages/flags/Flag")) });
const review = createRoute({
  getParentRoute: () => environment,
  path: "review",
  validateSearch: (search: Record<string, unknown>): { draft?: string } => (typeof search["draft"] === "string" ? { draft: search["draft"] } : {}),
  component: lazyRouteComponent(() => import("../pages/review/Review")),
});
const releases = createRoute({ getParentRoute: () => environment, path: "releases", component: lazyRouteComponent(() => import("../pages/releases/Releases")) });
const release = createRoute({ getParentRoute: () => environment, path: "releases/$revision", component: lazyRouteComponent(() => import("../pages/releases/Release")) });

const contents = createRoute({ getParentRoute: () => environment, path: "content", component: lazyRouteComponent(() => import("../pages/content/Contents")) });
const entry = createRoute({ getParentRoute: () => environment, path: "content/$key", component: lazyRouteComponent(() => import("../pages/content/Entry")) });
const slots = createRoute({ getParentRoute: () => environment, path: "slots", component: lazyRouteComponent(() => import("../pages/slots/Slots")) });
const slot = createRoute({ getParentRoute: () => environment, path: "slots/$key", component: lazyRouteComponent(() => import("../pages/slots/Slot")) });

const profiles = createRoute({ getParentRoute: () => environment, path: "profiles", component: lazyRouteComponent(() => import("../pages/profiles/Profiles")) });
const profile = createRoute({ getParentRoute: () => environment, path: "profiles/$key", component: lazyRouteComponent(() => import("../pages/profiles/Profile")) });
const events = createRoute({ getParentRoute: () => environment, path: "events", component: lazyRouteComponent(() => import("../pages/events/Events")) });
const eventsPart = createRoute({ getParentRoute: () => environment, path: "events/$part", component: lazyRouteComponent(() => import("../pages/events/Events")) });
const event = createRoute({ getParentRoute: () => environment, path: "events/declared/$key", component: lazyRouteComponent(() => import("../pages/events/EventPage")) });
const live = createRoute({ getParentRoute: () => environment, path: "live", component: lazyRouteComponent(() => import("../pages/live/Live")) });
const settings = createRoute({ getParentRoute: () => environment, path: "settings", component: lazyRouteComponent(() => import("../pages/settings/Settings")) });
const settingsPart = createRoute({ getParentRoute: () => environment, path: "settings/$part", component: lazyRouteComponent(() => import("../pages/settings/Settings")) });
const attribute = createRoute({ getParentRoute: () => environment, path: "settings/attributes/$key", component: lazyRouteComponent(() => import("../pages/settings/AttributePage")) });
const list = createRoute({ getParentRoute: () => environment, path: "settings/lists/$key", component: lazyRouteComponent(() => import("../pages/settings/ListPage")) });

// A page that is added gets its route above, and its name here.
const tree = root.addChildren([start, signIn, setup, invitation, environment.addChildren([
  home, segments, segment, flags, flag, review, releases, release, contents, entry, slots, slot,
  profiles, profile, events, eventsPart, event, live, settings, settingsPart, attribute, list,
])]);

/** newRouter makes the router of the console. */
export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: "/admin",
    context: { client },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 400,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
