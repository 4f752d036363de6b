"""The journey of a render, one module per step.

::

    handout ─► advance ─► claim, submit ─► reconcile ─► poll ─► save ─► derive
    sweep: what dead workers left behind        holds: why work waits        facts, spool: what was learned
    found: what the provider lists and nobody here knows

No step calls the next: each ends by writing the row's new state and the moment it is next due. The database is the
truth; a broker message only wakes a worker, so a lost, late or doubled one costs seconds and never money.
"""
