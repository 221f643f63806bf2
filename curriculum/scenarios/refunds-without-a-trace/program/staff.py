"""What the people at the desk can do."""

from audit import Audited
from handlers import Limited, StaffHandler


class Refund(StaffHandler, Audited):
    """Gives a customer money back."""

    right = "refund"

    def perform(self, request):
        return self.books.book("refund", request.subject, request.cents)


class Payout(StaffHandler, Limited, Audited):
    """Pays a seller out before the end of the month."""

    right = "payout"

    def perform(self, request):
        return self.books.book("payout", request.subject, request.cents)


class Closing(Audited, StaffHandler):
    """Closes an account."""

    right = "close"

    def perform(self, request):
        return self.books.book("closing", request.subject, 0)


class Unlocking(Limited, Audited, StaffHandler):
    """Unlocks an account after too many attempts."""

    right = "unlock"

    def perform(self, request):
        return self.books.book("unlocking", request.subject, 0)


class Lookup(StaffHandler):
    """Shows an account. Changes nothing, so the trail doesn't want it."""

    def perform(self, request):
        return "shown"
