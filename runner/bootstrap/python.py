"""Runs a Python function as AWS Lambda's managed runtime does.

Loads the handler named by _HANDLER from LAMBDA_TASK_ROOT, then takes one invocation after another from the
Runtime API at AWS_LAMBDA_RUNTIME_API until the process ends. Python 3.8 and later, standard library only.
Error types, messages and log lines are those of AWS's own Python runtime interface client.
"""

import decimal
import http.client
import importlib
import json
import logging
import math
import os
import re
import sys
import time
import traceback

try:
    import resource
except ImportError:  # Windows has none.
    resource = None

API = "/2018-06-01/runtime"
IS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
NO_BREAK_SPACE = "\u00a0"
# HTTP servers refuse long headers, many from 16 KB on.
MAX_CAUSE_LENGTH = 8192

request_id = None
tenant_id = None


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.stderr.reconfigure(encoding="utf-8", newline="\n")
    wait_at_gate()
    # The first entry is this file's own folder.
    sys.path[0] = os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()
    set_up_logging()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])

    try:
        handler = find_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        report = error_report(error, "")
        log_error(report)
        error_type = printable(report["errorType"])
        api.post("/init/error", json.dumps(report).encode(), {"Lambda-Runtime-Function-Error-Type": error_type})
        sys.exit(1)

    while True:
        invocation = api.next()
        handle(api, handler, invocation)


def wait_at_gate():
    """A spare says that it has arrived and goes on when a byte comes; the end of the input is the end of the runner."""
    mark = os.environ.pop("PILOTLIGHT_GATE", None)
    if mark is not None:
        os.write(1, (mark + "\n").encode())
        if not os.read(0, 1):
            os._exit(0)


def handle(api, handler, invocation):
    global request_id, tenant_id
    headers, body = invocation
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    tenant_id = headers["Lambda-Runtime-Aws-Tenant-Id"]
    export_trace_id(headers["Lambda-Runtime-Trace-Id"])
    path = "/invocation/%s" % request_id
    try:
        context = LambdaContext(headers)
        event = parse_event(body, headers["Content-Type"])
        response, content_type = marshal(handler(event, context))
    except Exception as error:
        report = error_report(error, request_id)
        log_error(report)
        error_headers = {"Lambda-Runtime-Function-Error-Type": printable(report["errorType"])}
        cause = json.dumps(xray_cause(error, report))
        if len(cause) <= MAX_CAUSE_LENGTH:
            error_headers["Lambda-Runtime-Function-XRay-Error-Cause"] = cause
        api.post(path + "/error", json.dumps(report).encode(), error_headers)
    else:
        api.post(path + "/response", response, {"Content-Type": content_type})


# Runtime API


class RuntimeApi:
    """One connection, kept open. Without its Runtime API the process ends: the runner that started it is gone."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def next(self):
        try:
            self.connection.request("GET", API + "/invocation/next", headers=usage_headers())
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            end_silently()
        if answer.status != 200:
            end_silently()
        return answer.headers, body

    def post(self, path, body, headers):
        sys.stdout.flush()
        sys.stderr.flush()
        headers.setdefault("Content-Type", "application/json")
        try:
            self.exchange(path, body, headers)
        except (OSError, http.client.HTTPException):
            # A connection that idled through a long invocation may have been closed by the other side.
            self.connection.close()
            try:
                self.exchange(path, body, headers)
            except (OSError, http.client.HTTPException):
                end_silently()

    def exchange(self, path, body, headers):
        self.connection.request("POST", API + path, body, headers)
        self.connection.getresponse().read()


def usage_headers():
    headers = {"Pilotlight-Cpu-Us": str(int(time.process_time() * 1000000))}
    if resource is not None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        headers["Pilotlight-Max-Rss-Kb"] = str(peak // 1024 if sys.platform == "darwin" else peak)
    return headers


def end_silently():
    sys.stdout.flush()
    os._exit(1)


# Handler


class Fault(Exception):
    """An error of the runtime itself: its type is reported as Runtime.<kind>."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.error_type = "Runtime." + kind
        self.trace = trace or []


def find_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault("UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def parse_event(body, content_type):
    if content_type not in (None, "application/json"):
        return body
    try:
        return json.loads(body)
    except Exception as error:
        raise Fault("UnmarshalError", "Unable to unmarshal input: %s" % error)


def marshal(response):
    if isinstance(response, bytes):
        return response, "application/unknown"
    try:
        return to_json(response).encode(), "application/json"
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: %s" % error)


def to_json(value):
    encoder = ResponseEncoder(ensure_ascii=function_version() < (3, 12))
    return encoder.finish(encoder.encode(value))


def function_version():
    found = re.match(r"AWS_Lambda_python(\d+)\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return (int(found.group(1)), int(found.group(2))) if found else sys.version_info[:2]


class ResponseEncoder(json.JSONEncoder):
    """Writes decimals as numbers with every digit, which json alone cannot: a mark stands for each until the end."""

    def __init__(self, **options):
        super().__init__(**options)
        self.decimals = []

    def default(self, value):
        if isinstance(value, decimal.Decimal):
            if value.is_nan():
                return math.nan
            self.decimals.append(str(value))
            return "\0decimal %d\0" % (len(self.decimals) - 1)
        if isinstance(value, bytes):
            return value.decode()
        return super().default(value)

    def finish(self, text):
        if not self.decimals:
            return text
        return re.sub(r'"\\u0000decimal (\d+)\\u0000"', lambda mark: self.decimals[int(mark.group(1))], text)


def export_trace_id(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


# Context


class Record:
    """The named fields of a JSON object as attributes; None where it has none."""

    fields = ()

    def __init__(self, values):
        for field in self.fields:
            setattr(self, field, values.get(field))

    def __repr__(self):
        return "%s([%s])" % (type(self).__name__, ",".join("%s=%s" % (f, getattr(self, f)) for f in self.fields))


class Client(Record):
    fields = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Record):
    fields = ("custom", "env", "client")

    def __init__(self, values):
        super().__init__(values)
        self.client = None if self.client is None else Client(self.client)


class CognitoIdentity(Record):
    fields = ("cognito_identity_id", "cognito_identity_pool_id")


class LambdaContext(Record):
    fields = (
        "aws_request_id",
        "log_group_name",
        "log_stream_name",
        "function_name",
        "memory_limit_in_mb",
        "function_version",
        "invoked_function_arn",
        "client_context",
        "identity",
        "tenant_id",
    )

    def __init__(self, headers):
        client_context = parse_header(headers["Lambda-Runtime-Client-Context"], "Client Context")
        identity = parse_header(headers["Lambda-Runtime-Cognito-Identity"], "Cognito Identity") or {}
        super().__init__(
            {
                "aws_request_id": headers["Lambda-Runtime-Aws-Request-Id"],
                "log_group_name": os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME"),
                "log_stream_name": os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME"),
                "function_name": os.environ.get("AWS_LAMBDA_FUNCTION_NAME"),
                "memory_limit_in_mb": os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
                "function_version": os.environ.get("AWS_LAMBDA_FUNCTION_VERSION"),
                "invoked_function_arn": headers["Lambda-Runtime-Invoked-Function-Arn"],
                "client_context": None if client_context is None else ClientContext(client_context),
                "identity": CognitoIdentity(
                    {
                        "cognito_identity_id": identity.get("cognitoIdentityId"),
                        "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
                    }
                ),
                "tenant_id": headers["Lambda-Runtime-Aws-Tenant-Id"],
            }
        )
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def parse_header(value, name):
    if not value:
        return None
    try:
        # http.client hands over header bytes as Latin-1; the JSON is UTF-8.
        return json.loads(value.encode("latin-1").decode())
    except Exception as error:
        raise Fault("LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (name, error))


# Errors


def error_report(error, id_):
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace
    else:
        error_type, trace = type(error).__name__, traceback.format_list(frames_of(error))
    return {"errorMessage": str(error), "errorType": error_type, "requestId": id_ or "", "stackTrace": trace}


def frames_of(error):
    """The frames of the user's code: those of this file, which come first, are left out."""
    frames = traceback.extract_tb(error.__traceback__)
    first = next((i for i, frame in enumerate(frames) if frame.filename != __file__), 0)
    return frames[first:]


def xray_cause(error, report):
    is_fault = isinstance(error, Fault)
    stack = [] if is_fault else [{"label": f.name, "path": f.filename, "line": f.lineno} for f in frames_of(error)]
    type_ = "LambdaValidationError" if is_fault else report["errorType"]
    exception = {"message": report["errorMessage"], "type": type_, "stack": stack}
    paths = sorted({entry["path"] for entry in stack})
    return {"working_directory": os.getcwd(), "exceptions": [exception], "paths": paths}


def log_error(report):
    if IS_JSON:
        sys.stdout.write(to_json({"timestamp": timestamp(), "level": "ERROR", **report}) + "\n")
        return
    lines = ["[ERROR] %s: %s" % (report["errorType"], report["errorMessage"])]
    if not report["errorMessage"]:
        lines = ["[ERROR] " + report["errorType"]]
    lines.append("Traceback (most recent call last):")
    for entry in report["stackTrace"]:
        lines.extend(indent_with_no_break_spaces(line) for line in entry.splitlines())
    sys.stdout.write("\n".join(lines) + "\n")


def indent_with_no_break_spaces(line):
    text = line.lstrip(" ")
    return NO_BREAK_SPACE * (len(line) - len(text)) + text


def printable(text):
    return re.sub(r"[^\x20-\x7e]", "?", text)


# Logging

# What logging itself puts on a record; everything else came in by `extra` and belongs into a JSON line.
OWN_ATTRIBUTES = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id", "tenant_id"}


def set_up_logging():
    logging.Formatter.converter = time.gmtime
    handler = LambdaHandler()
    handler.setFormatter(
        JsonFormatter()
        if IS_JSON
        else logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
        )
    )
    handler.addFilter(add_request)
    root = logging.getLogger()
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = {"TRACE": "DEBUG"}.get(level, level)
    if level and isinstance(logging.getLevelName(level), int):
        root.setLevel(level)
    root.addHandler(handler)


class LambdaHandler(logging.Handler):
    def emit(self, record):
        try:
            sys.stdout.write(self.format(record))
        except Exception:
            self.handleError(record)


def add_request(record):
    record.aws_request_id = request_id or ""
    record.tenant_id = tenant_id
    return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        raised = record.exc_info if record.exc_info and record.exc_info[0] else None
        has_object = isinstance(record.msg, dict) and not record.args
        line = {
            "timestamp": timestamp(record.created),
            "level": record.levelname,
            "message": record.msg if has_object else record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(raised[2]) if raised else None,
            "errorType": raised[0].__name__ if raised else None,
            "errorMessage": str(raised[1]) if raised else None,
            "requestId": record.aws_request_id,
            "location": "%s:%s:%s" % (record.pathname, record.funcName, record.lineno) if raised else None,
            "tenantId": record.tenant_id,
        }
        extra = {key: value for key, value in vars(record).items() if key not in OWN_ATTRIBUTES and key not in line}
        known = {key: value for key, value in {**line, **extra}.items() if value is not None}
        return json.dumps(known, ensure_ascii=False, default=str) + "\n"


def timestamp(seconds=None):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


if __name__ == "__main__":
    main()
