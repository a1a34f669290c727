"""A printer on a USB cable as libusb shows it to pyusb, in front of escpos_printer.py."""

import errno
import socket
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError, USBTimeoutError

from tests.emulators.escpos_printer import EscposPrinter

VENDOR, PRODUCT = 0x04B8, 0x0E15
OUT, IN = 0x01, 0x82
BULK = 2


@dataclass
class UsbPrinter(usb.backend.IBackend):
    """One device with one printer interface. `busy`: another program holds it; `held_by_kernel`:
    Linux' own driver has it, until it is asked to let go; `unplug_after`: so many bytes."""

    printer: EscposPrinter
    kind: int = 7
    busy: bool = False
    held_by_kernel: bool = True
    unplug_after: int | None = None
    claimed: list[int] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)

    def enumerate_devices(self) -> list[str]:
        return ["the printer"]

    def get_device_descriptor(self, _device: Any) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT,
            bcdDevice=0x0100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            bus=1, address=2, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, _device: Any, config: int) -> SimpleNamespace:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1,
            extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(
        self, _device: Any, interface: int, alternate: int, _config: int
    ) -> SimpleNamespace:
        if interface or alternate:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=self.kind, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, _device: Any, endpoint: int, *_where: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[endpoint], bmAttributes=BULK,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, _device: Any) -> socket.socket:
        return socket.create_connection((self.printer.host, self.printer.port))

    def close_device(self, handle: socket.socket) -> None:
        handle.close()

    def get_configuration(self, _handle: Any) -> int:
        return 1

    def set_configuration(self, _handle: Any, _value: int) -> None: ...

    def claim_interface(self, _handle: Any, interface: int) -> None:
        if self.busy or self.held_by_kernel:
            raise USBError("Resource busy", errno=errno.EBUSY)
        self.claimed.append(interface)

    def release_interface(self, _handle: Any, interface: int) -> None:
        self.claimed.remove(interface)

    def is_kernel_driver_active(self, _handle: Any, _interface: int) -> bool:
        return self.held_by_kernel

    def detach_kernel_driver(self, _handle: Any, _interface: int) -> None:
        self.held_by_kernel = False

    def bulk_write(
        self, handle: socket.socket, _pipe: int, _interface: int, data: Any, _timeout: int
    ) -> int:
        content = bytes(data)
        if self.unplug_after is not None:
            self.unplug_after -= len(content)
            if self.unplug_after < 0:
                raise USBError("No such device", errno=errno.ENODEV)
        handle.sendall(content)
        return len(content)

    def bulk_read(
        self, handle: socket.socket, _pipe: int, _interface: int, buffer: Any, timeout: int
    ) -> int:
        handle.settimeout(timeout / 1000)
        try:
            received = handle.recv(len(buffer))
        except TimeoutError as error:
            raise USBTimeoutError("timed out", errno=errno.ETIMEDOUT) from error
        for place, byte in enumerate(received):
            buffer[place] = byte
        return len(received)
