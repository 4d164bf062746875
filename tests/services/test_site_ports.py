from chatserver.core.audit import Act
from chatserver.services.site_ports import AuditFilter, Complaint, PolicyFile


def test_a_filter_that_says_nothing_fits_all():
    assert AuditFilter() == AuditFilter((), "", "", None, None)
    assert AuditFilter((Act.AGENT_ADDED,)) != AuditFilter()


def test_no_file_is_no_complaint():
    assert PolicyFile("").complaints == ()
    assert Complaint("sla.yml:1:1", "It is wrong.", "Mend it.").is_error
