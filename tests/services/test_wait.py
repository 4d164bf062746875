from chatserver.core.routing.rates import Rates
from chatserver.services.wait import Outlook, WaitingPlace


def test_nothing_is_promised_before_anything_is_known():
    assert WaitingPlace("A", 1, None).high is None
    assert Outlook().rates == Rates()
