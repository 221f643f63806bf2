import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiscordFailure, toFailure as ofDiscord } from '../../src/adapters/discord/failures.ts';
import { toFailure as ofSlack, SlackFailure } from '../../src/adapters/slack/failures.ts';
import { Unreachable } from '../../src/chat/errors.ts';
import { FAILINGS, thenAfter, whyGivenUp } from '../../src/deliveries/failing.ts';

const discord = (status: number, code: number | string = 0) =>
  ofDiscord(new DiscordFailure({ status, code, method: 'POST', route: '/channels/:id/messages' }));
const slack = (code: string, status = 200) => ofSlack(new SlackFailure({ status, code, method: 'chat.postMessage' }));

describe('what is done about an answer of a platform', () => {
  it.each([
    ['a person on Discord who takes no messages', discord(403, 50007), 'give up'],
    ['a person who shares no server any more', discord(403, 50278), 'give up'],
    ['a person who is not on Discord any more', discord(404, 10013), 'give up'],
    ['a message that somebody deleted', discord(404, 10008), 'give up'],
    ['a person whose account on Slack is deactivated', slack('user_disabled'), 'give up'],
    ['a message of Slack that is gone', slack('message_not_found'), 'give up'],
    ['a channel of Discord that is gone', discord(404, 10003), 'mend'],
    ['a right that is missing on Discord', discord(403, 50013), 'mend'],
    ['a channel of Slack that is archived', slack('is_archived'), 'mend'],
    ['a token that Slack revoked', slack('token_revoked'), 'mend'],
    ['a token that Discord does not take', discord(401), 'wait'],
    ['no answer of Discord', discord(0, 'ECONNRESET'), 'wait'],
    ['a limit of Discord', discord(429), 'wait'],
    ['a limit of Slack', slack('ratelimited', 429), 'wait'],
    ['a Discord out of order', discord(503), 'wait'],
    ['a Slack out of order, which says so with 200', slack('internal_error'), 'wait'],
    ['a Slack out of order', slack('http_502', 502), 'wait'],
    ['a database that does not answer', new Error('timeout'), 'wait'],
  ] as const)('at the first try, for %s', (_, error, then) => {
    expect(thenAfter(error, 1)).toBe(then);
    expect(thenAfter(error, 40)).toBe(then);
  });

  it.each([
    ['a message that Discord refuses as it is', discord(400, 50035)],
    ['an address that is gone', discord(410)],
    ['a right that nobody has named yet', discord(403, 99999)],
    ['a message that Slack refuses as it is', slack('invalid_blocks')],
  ] as const)('is to try %s three times, and then to give it up and say why', (_, error) => {
    expect([1, 2, 3].map((tries) => thenAfter(error, tries))).toEqual(['wait', 'wait', 'give up']);
    expect(whyGivenUp(error)).toMatch(/^the platform does not take it: .*(status 4\d\d|invalid_blocks)/);
  });

  it('says who has closed their door where that is why', () => {
    expect(whyGivenUp(discord(403, 50007))).toContain('takes no direct messages');
  });

  it('treats what no adapter has described as for somebody to mend', () => {
    expect(thenAfter(new Unreachable('Invite me.'), 1)).toBe('mend');
  });

  it('stands in ARCHITECTURE.md as it is', () => {
    const told = readFileSync(join(import.meta.dirname, '..', '..', 'ARCHITECTURE.md'), 'utf8');
    for (const { answer, does, after } of FAILINGS) {
      const when = after === 1 ? does : `${does}, after ${after} tries`;
      expect(told).toContain(`| ${answer} | ${when} |`);
    }
  });
});
