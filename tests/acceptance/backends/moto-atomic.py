"""moto's server with conditional writes that are one step, as those of S3 are.

moto checks the condition of a write first, stores the object later, and answers requests at the same time: of several
writes over one object all succeed.
"""

import sys
import threading

from moto.s3.responses import S3Response
from moto.server import main

put_object = S3Response.put_object
turn = threading.Lock()


def put_in_turn(self):
    with turn:
        return put_object(self)


S3Response.put_object = put_in_turn

sys.exit(main())
