"""Arrow and Parquet (extra ``arrow``): the nested record, typed, for data frames.

Beside the keys of the record stand `earliest` and `latest`, days as dates: the first and the last
day that the best date (`event_date`, else `date`) can mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from vnru.article import Article
from vnru.diagnostics import printable
from vnru.export.records import to_dict
from vnru.export.shape import RECORD, ListOf, Number, Shape, Text
from vnru.extras import needing

if TYPE_CHECKING:
    import pyarrow as pa


def table(articles: Iterable[Article]) -> pa.Table:
    """Return the records as an Arrow table, a row for each article, in the order given.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pa = _pyarrow()
    fields = {key: _type(shape) for key, shape in RECORD.keys.items()}
    schema = pa.schema({**fields, "earliest": pa.date32(), "latest": pa.date32()})
    return pa.Table.from_pylist([_row(article) for article in articles], schema=schema)


def encode(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield an Arrow IPC file (Feather 2), in one piece."""
    pa = _pyarrow()
    records = table(articles)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, records.schema) as writer:
        writer.write_table(records)
    yield sink.getvalue().to_pybytes()


def encode_parquet(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield a Parquet file, in one piece."""
    pa = _pyarrow()
    import pyarrow.parquet as pq

    records = table(articles)
    sink = pa.BufferOutputStream()
    pq.write_table(records, sink, compression="zstd")
    yield sink.getvalue().to_pybytes()


def _pyarrow() -> Any:
    with needing("arrow"):
        import pyarrow as pa
    return pa


def _row(article: Article) -> dict[str, Any]:
    best = article.best_date
    return {
        **to_dict(article),
        "source": printable(article.source),
        "earliest": best and best.earliest,
        "latest": best and best.latest,
    }


def _type(shape: Shape) -> pa.DataType:
    pa = _pyarrow()
    match shape:
        case Text():
            return pa.string()
        case Number():
            return pa.int64()
        case ListOf():
            return pa.list_(_type(shape.item))
        case _:
            return pa.struct({key: _type(part) for key, part in shape.keys.items()})
