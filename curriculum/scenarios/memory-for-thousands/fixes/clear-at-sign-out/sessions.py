"""The sessions that are open now."""

import heapq

from policy import Session

LIFETIME = 1800


class Sessions:
    """Opened by signing in; closed by signing out, or when the time is over."""

    def __init__(self, policy):
        self._policy = policy
        self._open = {}
        self._deadlines = []

    def __len__(self):
        return len(self._open)

    def open(self, token, user, grants, now):
        session = Session(user, grants)
        self._open[token] = session
        self._policy.listeners.append(session.expire)
        heapq.heappush(self._deadlines, (now + LIFETIME, token))

    def get(self, token):
        session = self._open.get(token)
        return None if session is None or session.is_expired else session

    def close(self, token):
        session = self._open.pop(token, None)
        if session is not None:
            self._policy.listeners.remove(session.expire)
            session.allows.cache_clear()

    def sweep(self, now):
        """Closes what is over. Those who have signed out are passed by."""
        while self._deadlines and self._deadlines[0][0] <= now:
            _, token = heapq.heappop(self._deadlines)
            self.close(token)
