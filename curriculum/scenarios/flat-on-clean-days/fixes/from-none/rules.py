"""Which tax rate holds for which goods in which country."""

import logging

log = logging.getLogger("rules")


class RuleMissing(LookupError):
    """There is no rate yet. The order goes to the clerks."""


class RuleBook:
    """Remembers what the rule service said, until the new rules come at night. That includes what it did not know."""

    def __init__(self, fetch):
        self._fetch = fetch
        self._rates = {}
        self._missing = {}

    def rate(self, country, group):
        key = country, group
        if key in self._rates:
            return self._rates[key]
        if key in self._missing:
            raise self._missing[key] from None
        rate = self._fetch(country, group)
        if rate is None:
            log.warning("no rate for %s in %s", group, country)
            self._missing[key] = RuleMissing(f"no rate for {group} in {country}")
            raise self._missing[key] from None
        self._rates[key] = rate
        return rate

    def renew(self):
        """New rules have been published: ask again for everything."""
        log.info("new rules: %d rates and %d gaps forgotten", len(self._rates), len(self._missing))
        self._rates.clear()
        self._missing.clear()

    def __len__(self):
        return len(self._rates) + len(self._missing)
