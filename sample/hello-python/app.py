import os
from datetime import date

# Outside of the handler: runs once for each execution environment, in its init phase, and stays between invocations.
WORD = os.environ.get("GREETING", "Hello")
invocations = 0


def handler(event, context):
    global invocations
    invocations += 1
    query = event.get("queryStringParameters") or {}
    name = event.get("name") or query.get("name") or "world"
    print(f"Greeting {name}, invocation {invocations} here, {context.get_remaining_time_in_millis()} ms left")
    return {
        "message": f"{WORD}, {name}. Have a nice {date.today():%A}!",
        "invocations": invocations,
    }
