// The scenario that every library plays: somebody unknown becomes known and uses a
// feature three times within a day of signing up, which flips the flag "hooked".
//
// A library is adapted by an object of its calls, each of which resolves once the
// call was handed over, and flush, which resolves once all calls were sent.

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** decide asks for a flag as the task's user, over OFREP. */
async function decide({ url, key, user }, flag) {
  const response = await fetch(`${url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': key },
    body: JSON.stringify({ context: { targetingKey: user } }),
  });
  const answer = await response.json();
  return answer.variant ?? answer;
}

/** settled asks until the answer is the expected one, or has been another one for as long as the task has patience. */
export async function settled(task, flag, expected) {
  for (const end = Date.now() + task.patience; ;) {
    const answer = await decide(task, flag);
    if (answer === expected || typeof answer !== 'string' || Date.now() > end) return answer;
    await pause(50);
  }
}

/** run plays the scenario and returns what was decided after each use. */
export async function run(task, library) {
  await library.track('landed', { campaign: 'spring' });
  await library.page('Pricing', { path: '/pricing' });
  await library.flush();
  await library.identify(task.user, { plan: 'team', signed_up_at: new Date().toISOString() });
  await library.group('acme', { seats: 12 });
  await library.flush();
  const decided = [];
  for (let use = 1; use <= 3; use++) {
    await library.track('feature_used', { feature: 'export', minutes: use });
    await library.flush();
    // Where it must not be on yet, wait a moment, so that an event that counts twice is seen.
    if (use < 3) await pause(150);
    decided.push(await settled(task, 'hooked', use < 3 ? 'off' : 'on'));
  }
  await library.alias?.(task.user);
  await library.flush();
  return { decided };
}
