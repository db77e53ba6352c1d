/**
 * Waits until an engine has no requests left, by its own numbers. Arguments: where
 * these are, seconds to wait at least and at most, and their names as a pattern.
 *
 * @remarks It runs in the engine's own image before SIGTERM, for engines that
 * would leave their requests behind then. It belongs to the pod's template: with
 * any change of it, models that are refreshed restart. An engine of which nothing
 * can be learned is waited for as long as may be; where nobody listens, nobody asks.
 */
export const IDLE_PROGRAM = String.raw`
import re, sys, time, urllib.error, urllib.request

url, least, most, names = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
number = re.compile(r"^(?:%s)(?:\{.*\})? (\S+)" % names, re.M)
engine = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_idle():
    try:
        with engine.open(url, timeout=2) as answer:
            counts = number.findall(answer.read().decode())
    except urllib.error.HTTPError:
        return False
    except urllib.error.URLError as error:
        return isinstance(error.reason, ConnectionRefusedError)
    except OSError:
        return False
    return bool(counts) and not any(map(float, counts))


end = time.monotonic() + most
time.sleep(least)
while time.monotonic() < end and not is_idle():
    time.sleep(1)
`;
