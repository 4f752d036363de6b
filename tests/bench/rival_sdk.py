"""The official SDK's `wait()`, one thread for each task; started where the SDK is installed.

Arguments: base URL, key, seconds, task ids. Prints how many of the waits ended before their task did.
"""

import os
import sys
import time
from threading import Thread

import dashscope
from dashscope import VideoSynthesis

base_url, key, seconds, *tasks = sys.argv[1:]
dashscope.api_key = key
dashscope.base_http_api_url = base_url


def main() -> None:
    threads = [Thread(target=VideoSynthesis.wait, args=(task,), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    time.sleep(float(seconds))
    print(sum(1 for thread in threads if not thread.is_alive()), flush=True)  # noqa: T201 - its result
    os._exit(0)  # the others would wait for ever


if __name__ == "__main__":
    main()
