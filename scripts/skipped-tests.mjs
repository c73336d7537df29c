// A reporter of Node's test runner: says at the end how many tests were skipped for which reason, so that it is not missed.
export default async function* skippedTests(events) {
  const counts = new Map();
  for await (const { type, data } of events)
    if (type === 'test:pass' && typeof data.skip === 'string')
      counts.set(data.skip, (counts.get(data.skip) ?? 0) + 1);
  if (counts.size === 0) return;
  yield `smgw-proxy: SKIPPED, because this machine lacks something (a suite counts as one):\n`;
  for (const [reason, count] of [...counts].sort()) yield `  ${count} × ${reason}\n`;
}
