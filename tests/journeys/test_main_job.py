from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.main_job import Job, play


def test_a_family_is_led_from_the_booking_to_the_figures_of_the_county(house):
    with EscposPrinter(columns=48) as printer:
        play(Job(house, printer))
