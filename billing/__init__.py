"""Money: tariffs, waiver policies and assessment, bills, payments, receipts, refunds, settlement."""
