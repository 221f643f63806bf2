import { LogLevel } from '@slack/bolt';
import type { Log } from '../../chat/answering.ts';

/** Errors that Slack's libraries log, without any token or address that opens something. */
export function quietLogger(log: Log) {
  return {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (...words: unknown[]) => log('warn', 'slack: a library reported an error', { words: redact(words) }),
    setLevel: () => {},
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  };
}

function redact(words: readonly unknown[]): string {
  const line = words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
  return line
    .replace(/\b(?:https?|wss?):\/\/\S+/g, '(address)')
    .replace(/\bx(?:ox|app)[\w.-]+/g, '(token)')
    .slice(0, 300);
}
