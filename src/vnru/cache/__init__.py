"""What a run remembers for the next one: expendable, beside the ledger.

- `store`: what became of each file of the source folder; a file that did not move is not read.
- `verdicts`: which articles are versions of one dispatch; what was compared is not compared again.
- `ready`: what is made of the lexicons and the topics; what is ready-made is not made again.
- `memo`: what each published file was made from; one whose basis did not move is not made again.

Deleting the cache changes no byte of the output. Whatever is found damaged, foreign, or made by
another program or configuration (`imprint`) counts as missing. It is neither fsynced nor locked
apart: it lies in the folder that the publisher has locked, and its rows carry digests (`journal`).
Loading it runs no code: rows are plain values.
"""
