import type { Posted } from '../../chat/platform.ts';

const REMEMBERED_FOR = 5 * 60_000;

const MOST = 2000;

/**
 * Slack has no nonce by which it would refuse a second message. So this process keeps what it posted for as long as Discord
 * does; after that, and after a restart, a message is found by its metadata.
 */
export function createRecentPosts() {
  const posts = new Map<string, { posted: Promise<Posted>; until: number }>();

  return function postOnce(name: string, post: () => Promise<Posted>): Promise<Posted> {
    const now = performance.now();
    const before = posts.get(name);
    if (before !== undefined && before.until > now) return before.posted;
    if (posts.size >= MOST) posts.clear();
    const posted = post();
    posts.set(name, { posted, until: now + REMEMBERED_FOR });
    posted.catch(() => posts.delete(name));
    return posted;
  };
}
