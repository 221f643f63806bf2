import { LogLevel } from '@slack/bolt';
import type { Log } from '../../chat/answering.ts';

/** What Slack's libraries have to say, when it is an error, without what opens anything. */
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
