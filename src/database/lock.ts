import { DatabaseSync } from 'node:sqlite';

/**
 * Two PGlite processes on one directory lose data without a word, and PGlite does not lock it. SQLite's exclusive lock is
 * the kernel's: it goes with the process, kill -9 included.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(`${directory}.lock`, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(`another process already uses ${directory}: stop it first, or set DATA_DIR to another folder`, {
      cause,
    });
  }
  return () => lock.close();
}
