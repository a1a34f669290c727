"""The family online and on the phone: drafts, confirmed bookings, the desk that receives them."""
