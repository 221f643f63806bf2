import { DatabaseSync } from 'node:sqlite';

/**
 * Two PGlite processes on one directory lose data without a word, and PGlite does not lock it. SQLite's exclusive lock is
 * the kernel's: it goes with the process, kill -9 included.
 */
export function lockDirectory(directory: string): () => void {
  const file = `${directory}.lock`;
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
  } catch (cause) {
    throw new Error(
      `DATA_DIR: ${file} can not be written: give it to the user I run as, or set DATA_DIR to another folder`,
      {
        cause,
      },
    );
  }
  try {
    lock.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    const isBusy = cause instanceof Error && /locked/.test(cause.message);
    throw new Error(
      isBusy
        ? `another process already uses ${directory}: stop it first, or set DATA_DIR to another folder`
        : `DATA_DIR: ${file} is not a lock of mine: remove it, or set DATA_DIR to another folder`,
      { cause },
    );
  }
  return () => lock.close();
}
