"""祭扫: booked visits, their passes and the gate, ceremonies, sweeping done for the family."""
