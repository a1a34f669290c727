"""Reading visits: terms, slots, bookings, the gate."""
