"""The embedded studio: one launcher, four children, and no orphan whatever happens to the launcher.

    launcher ──┬── broker   Valkey or Redis on a private unix socket (not with REDIS_URL)
      │        ├── web      waitress on a listening socket the launcher opened
      │        ├── worker   Celery, both queues
      │        └── beat     Celery's clock
      │
      ├─ run/studio.lock    held by the launcher alone: a second one refuses
      ├─ run/children.lock  held by every child through an inherited descriptor: free when the last is gone
      └─ a pipe             whose other end every child of ours reads: it ends with the launcher

Each child leads a session of its own, so that Ctrl-C reaches the launcher alone, which then stops them in the order
beat, worker, web, broker: first what makes work, then what does it, then what is asked, then what carries messages.
"""
