"""Who may do what."""

import weakref


def matches(resource, pattern):
    """Whether a pattern covers a resource, part by part. A star is any one part."""
    parts, wanted = resource.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(want in ("*", part) for part, want in zip(parts, wanted))


class Policy:
    """The rules as a whole. Tells its listeners when they have changed."""

    def __init__(self):
        self.listeners = []

    def change(self):
        for listener in list(self.listeners):
            listener()


_answers = weakref.WeakKeyDictionary()


class Session:
    """What one person may do from sign-in to sign-out. The grants depend on how the person has signed in."""

    def __init__(self, user, grants):
        self.user = user
        self.grants = grants
        self.is_expired = False

    def expire(self):
        """The policy has changed: the next request must sign in again."""
        self.is_expired = True

    def allows(self, resource):
        """Matching some hundred patterns is slow, and pages ask for the same things over and over."""
        answers = _answers.setdefault(self, {})
        if resource not in answers:
            answers[resource] = any(matches(resource, pattern) for pattern in self.grants)
        return answers[resource]
