// The scenario that every library runs: somebody unknown becomes known and uses a
// feature three times within a day of signing up, which flips the flag "hooked".
//
// A library is adapted by an object of its calls, each of which resolves once the
// call was handed over, and flush, which resolves once all calls were sent.

/** decide asks for the flag as somebody, over OFREP. */
export async function decide(server, user) {
  const response = await fetch(`${server.url}/ofrep/v1/evaluate/flags/hooked`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': server.key },
    body: JSON.stringify({ context: { targetingKey: user } }),
  });
  const answer = await response.json();
  return answer.variant ?? answer;
}

/** settled asks until the answer is the expected one, or has been another one for three seconds. */
async function settled(server, user, expected) {
  let answer;
  for (let i = 0; i < 60; i++) {
    answer = await decide(server, user);
    if (answer === expected || typeof answer !== 'string') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return answer;
}

/** run runs the scenario and returns what was decided after each use, and how many calls were made. */
export async function run(server, library, user) {
  let calls = 0;
  const call = async (name, ...values) => {
    if (!library[name]) return;
    calls++;
    await library[name](...values);
  };
  await call('track', 'landed', { campaign: 'spring' });
  await call('page', 'Pricing', { path: '/pricing' });
  await library.flush();
  await call('identify', user, { plan: 'team', signed_up_at: new Date().toISOString() });
  await call('group', 'acme', { seats: 12 });
  await library.flush();
  const decided = [];
  for (let use = 1; use <= 3; use++) {
    await call('track', 'feature_used', { feature: 'export', minutes: use });
    await library.flush();
    decided.push(await settled(server, user, use === 3 ? 'on' : 'off'));
    if (use < 3) {
      // It must not be on yet: wait a moment, so that an event that counts twice is seen.
      await new Promise((resolve) => setTimeout(resolve, 150));
      decided[use - 1] = await decide(server, user);
    }
  }
  await call('alias', user);
  await library.flush();
  return { decided, calls };
}
