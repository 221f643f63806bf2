import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

export default defineConfig({
  test: {
    globalSetup: ['tests/support/snapshot.ts'],
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Twice the cores of the machine that it is measured on: much of a test waits for sockets.
    maxWorkers: 4,
    // Files share a process, so that what they import is read and compiled once; each still has a database of its own.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
