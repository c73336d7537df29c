// Runs test files in this process, each as a suite of its own so that its hooks are for its tests alone.
import { describe } from 'node:test';
import { pathToFileURL } from 'node:url';

// Node 20 has no --test-isolation=none.
for (const file of process.argv.slice(2))
  describe(file, async () => {
    await import(pathToFileURL(file).href);
  });
