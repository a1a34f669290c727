"""A printer on a USB cable, by the two numbers `lsusb` shows."""

import errno
from typing import Any

from hardware.transports.connections import CHUNK, Connection, LibraryMissing

PRINTER_CLASS = 7
PACKET = 64


class UsbConnection(Connection):
    """Over pyusb itself: python-escpos' Usb guesses the endpoints and resets the printer, which
    would forget a job that waits there for paper."""

    def __init__(self, vendor: int, product: int) -> None:
        try:
            import usb.core  # noqa: PLC0415 — only offices with such a printer need it
            import usb.util  # noqa: PLC0415
        except ImportError as error:
            raise LibraryMissing from error
        self._usb = usb
        try:
            device = usb.core.find(idVendor=vendor, idProduct=product)
        except usb.core.NoBackendError as error:  # libusb itself
            raise LibraryMissing from error
        if device is None:
            raise OSError(errno.ENODEV, "no such USB device")
        self._device = device
        self._interface, self._out, self._in = self._claim()

    def _claim(self) -> tuple[int, Any, Any]:
        """The printer interface with its two pipes; Linux' own printer driver is asked to let go.

        A device that another program holds raises here, before any byte.
        """
        for interface in self._device.get_active_configuration():
            if interface.bInterfaceClass != PRINTER_CLASS:
                continue
            number = interface.bInterfaceNumber
            try:
                if self._device.is_kernel_driver_active(number):
                    self._device.detach_kernel_driver(number)
            except NotImplementedError:  # not on this system
                pass
            self._usb.util.claim_interface(self._device, number)
            return number, self._pipe(interface, out=True), self._pipe(interface, out=False)
        raise OSError(errno.ENODEV, "not a printer")

    def _pipe(self, interface: Any, *, out: bool) -> Any:
        util = self._usb.util
        wanted = util.ENDPOINT_OUT if out else util.ENDPOINT_IN
        return util.find_descriptor(
            interface,
            custom_match=lambda each: util.endpoint_direction(each.bEndpointAddress) == wanted,
        )

    def send(self, content: bytes, seconds: float) -> None:
        for begin in range(0, len(content), CHUNK):
            part = content[begin : begin + CHUNK]
            if self._out.write(part, round(seconds * 1000)) != len(part):
                raise OSError(errno.EIO, "the printer took only a part")

    def receive(self, seconds: float) -> bytes:
        if self._in is None:  # a one-way printer
            raise OSError(errno.ENOTSUP, "the printer cannot answer")
        try:
            return bytes(self._in.read(PACKET, max(1, round(seconds * 1000))))
        except self._usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        self._usb.util.dispose_resources(self._device)
