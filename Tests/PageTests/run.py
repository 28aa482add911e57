"""Runs the tests of the map page: all, or those whose names are given, such as
PageTest.test_radius."""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent


def main():
    tests = unittest.defaultTestLoader.discover(str(HERE), "*_test.py")
    if names := sys.argv[1:]:
        tests = unittest.TestSuite(
            test for test in flat(tests) if any(name in test.id() for name in names)
        )
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful())


def flat(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


main()
