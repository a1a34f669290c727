"""Paper and devices: what a slip says, how a printer is told, and QR codes that were read back."""
