"""One module for each tenant, imported when the tenant is first asked for."""
