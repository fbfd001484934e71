"""Says what each PDF lacks of PDF/UA-1 and PDF/A-2a, and fails when it is anything."""

import collections
import sys

import page

failed = False
for path in sys.argv[1:]:
    for profile in ("ua1", "2a"):
        report = page.validate_pdf(path, profile=profile, limits=page.SafetyLimits.unlimited())
        counts = collections.Counter((failure.rule_id, failure.message) for failure in report.failures)
        rules = f"{report.rules.passed} of {report.rules.total} rules hold"
        print(f"{path}: {profile}: {'in order' if report.is_compliant else 'NOT in order'}, {rules}")
        for (rule, message), times in counts.most_common():
            print(f"  {times} times {rule}: {message}")
        failed = failed or not report.is_compliant
sys.exit(failed)
