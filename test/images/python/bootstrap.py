"""Puts the function's and the layers' folders first on the import path, then runs AWS's runtime interface client."""

import os
import site
import sys

layer_packages = "/opt/python/lib/python3.11/site-packages"
site.addsitedir(layer_packages)
site.addsitedir("/opt/python")
sys.path[:0] = [os.environ["LAMBDA_TASK_ROOT"], layer_packages, "/opt/python"]

from awslambdaric.__main__ import main  # noqa: E402

main([__file__, os.environ["_HANDLER"]])
