"""The family online and on the phone: portal, hotline desk, holds, checkout, notices."""
