// Plays the scenario with a library for Node: node node.mjs TASK, which is JSON of the type task in clients_test.go.
import { run } from './scenario.mjs';

const task = JSON.parse(process.argv[2]);
const { url, writeKey, user } = task;
const promised = (call) => new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));

const libraries = {
  async 'segment-node'() {
    const { Analytics } = await import('@segment/analytics-node');
    const analytics = new Analytics({ writeKey, host: url, path: '/v1/batch', flushAt: 100 });
    analytics.on('error', (error) => { console.error(error); process.exitCode = 1; });
    const anonymousId = `anonymous-${user}`;
    let known = {};
    return {
      track: (event, properties) => analytics.track({ anonymousId, ...known, event, properties }),
      page: (title, properties) => analytics.page({ anonymousId, ...known, name: title, properties }),
      identify: (userId, traits) => { known = { userId }; analytics.identify({ anonymousId, userId, traits }); },
      group: (groupId, traits) => analytics.group({ ...known, groupId, traits }),
      alias: (userId) => analytics.alias({ userId, previousId: `old-${user}` }),
      flush: () => analytics.flush(),
    };
  },
  async 'analytics-node'() {
    const { default: Analytics } = await import('analytics-node');
    const analytics = new Analytics(writeKey, { host: url, flushAt: 100, flushInterval: 60000, errorHandler: (error) => { console.error(error); process.exitCode = 1; } });
    const anonymousId = `anonymous-${user}`;
    let known = {};
    return {
      track: (event, properties) => { analytics.track({ anonymousId, ...known, event, properties }); },
      page: (title, properties) => { analytics.page({ anonymousId, ...known, name: title, properties }); },
      identify: (userId, traits) => { known = { userId }; analytics.identify({ anonymousId, userId, traits }); },
      group: (groupId, traits) => { analytics.group({ ...known, groupId, traits }); },
      alias: (userId) => { analytics.alias({ userId, previousId: `old-${user}` }); },
      flush: () => promised((done) => analytics.flush(done)),
    };
  },
  async 'rudder-node'() {
    const { default: RudderAnalytics } = await import('@rudderstack/rudder-sdk-node');
    const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl: url, flushAt: 100, flushInterval: 60000, logLevel: 'error' });
    const anonymousId = `anonymous-${user}`;
    let known = {};
    return {
      track: (event, properties) => { analytics.track({ anonymousId, ...known, event, properties }); },
      page: (title, properties) => { analytics.page({ anonymousId, ...known, name: title, properties }); },
      identify: (userId, traits) => { known = { userId }; analytics.identify({ anonymousId, userId, traits }); },
      group: (groupId, traits) => { analytics.group({ ...known, groupId, traits }); },
      alias: (userId) => { analytics.alias({ userId, previousId: `old-${user}` }); },
      flush: () => promised((done) => analytics.flush(done)),
    };
  },
  async 'jitsu-node'() {
    const { jitsuAnalytics } = await import('@jitsu/js');
    // It takes no key without a secret behind a colon, which Fingerpost does not need.
    const analytics = jitsuAnalytics({ host: url, writeKey: `${writeKey}:none`, fetchImpl: fetch });
    const anonymousId = `anonymous-${user}`;
    analytics.setAnonymousId?.(anonymousId);
    return {
      track: (event, properties) => analytics.track(event, properties),
      page: (title, properties) => analytics.page({ name: title, ...properties }),
      identify: (userId, traits) => analytics.identify(userId, traits),
      group: (groupId, traits) => analytics.group(groupId, traits),
      flush: async () => {},
    };
  },
};

const library = await libraries[task.library]();
console.log(JSON.stringify(await run(task, library)));
process.exit(process.exitCode ?? 0);
