"""WeChat Pay, Alipay and Stripe made up for trying: their wire and signatures, nobody's money.

A process of its own (`python -m demo.providers`), which shares no code with billing.rails: what
the two agree on is the providers' documents.
"""
