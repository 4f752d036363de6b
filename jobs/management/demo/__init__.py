"""A lived-in studio made up in seconds: people, spaces, orders and films in every state, for trying out and measuring.

It looks real and can cost nothing, by four locks, each enough by itself:

- Every made-up order came through the door `Door.DEMO`. `pipeline/advance` takes no step for it, whoever asks, and
  `pipeline/claim` finds no account it may be sent to.
- Its submissions belong to an account of kind `AccountKind.DEMO`: no key, no lane, no place among the real accounts,
  and an address below `.invalid`, which never resolves. The links of its films lead there as well.
- Nothing of it is ever due: `due_at` is null in every row, also in those that seem to be on their way. What looks as
  if it were rendering is a photograph and stays as it is, through restarts and beside running workers. It ages: a
  film that "began to render three minutes ago" says so for that minute only.
- `seed_demo` refuses in production, and beside real films or a real key unless it is told to add to them.

A person may press the buttons: cancel, decide and try again write what they always write, and there it ends. "Render
again" is a new order of their own, practice or paid as the studio is.

The figures in yuan are those of the price list, and the ledger adds up; they are of this demonstration alone. Films
are real but few: a dozen or so small ones (360P) are drawn, and each saved render has its files as links to them.

Read it in this order: `people`, `scenes`, `reels` (what there is), `steps`, `plots` (what happens to a film),
`showcase`, `past` (who orders what, when), `rows`, `seeding` (how it gets into the database).
"""
