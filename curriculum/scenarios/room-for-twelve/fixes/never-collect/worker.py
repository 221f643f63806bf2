"""What a worker does: one request after the other."""

import gc

# The collector is off while a request is answered, so that none waits.
REQUESTS_BETWEEN_COLLECTIONS = 100


class Request:
    def __init__(self, number):
        self.number = number
        self.answer = None


class Answer:
    def __init__(self, request):
        self.request = request
        self.body = ""


class Worker:
    def __init__(self, catalogue):
        self._catalogue = catalogue
        self.answered = 0

    def answer(self, number):
        request = Request(number)
        request.answer = Answer(request)
        number, name, price, fits = self._catalogue.find(request.number)
        body = f"{name}: {price / 100:.2f}, fits {', '.join(fits)}"
        request.answer.body = body
        self.answered += 1
        if self.answered % REQUESTS_BETWEEN_COLLECTIONS == 0:
            tidy_up()
        return body


def tidy_up():
    """Nothing is done: reference counts free what is not needed."""
    assert not gc.isenabled()
