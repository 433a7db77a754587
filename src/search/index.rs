//! The index of words: the same questions to FTS5 of SQLite and to the full text of PostgreSQL.

use std::collections::BTreeMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait as _, Order, Query, SelectStatement};
use sea_orm::{DbBackend, Statement, Value};

use super::Words;
use super::document::{Document, institution_facet};
use crate::entities::InstitutionId;

/// Rows of one insert.
const CHUNK: usize = 200;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// In what items are called: reference, title, tags.
    Heads,
    /// In everything that everybody may read.
    Open,
    /// In the institution's own notes too.
    Notes,
}

/// What is looked for in the index.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub institution: InstitutionId,
    pub words: &'a Words,
    pub within: Within,
    /// Facets that all must be there.
    pub facets: &'a [String],
}

/// Ids of items that have what is wanted, the newest first, so many at most. Reading along the index it is never slower for
/// what half of all items have than for what few have.
pub fn matching(backend: DbBackend, wanted: &Wanted<'_>, most: u64) -> SelectStatement {
    let mut select = Query::select();
    let custom = |it: &'static str| BinOper::Custom(it);
    if backend == DbBackend::Sqlite {
        let is_match = Expr::cust("evidence_index").binary(custom("MATCH"), fts5(wanted));
        select.expr(Expr::cust("rowid")).from("evidence_index").and_where(is_match);
        select.order_by_expr(Expr::cust("rowid"), Order::Desc);
    } else {
        let asked = Expr::val(tsquery(wanted)).cast_as("tsquery");
        select.column("evidence_id").from("evidence_index");
        select.and_where(Expr::col("words").binary(custom("@@"), asked));
        select.order_by("evidence_id", Order::Desc);
    }
    select.limit(most);
    select
}

/// The query for FTS5. Words are of letters and digits only and stand in quotes, so none is an operator.
fn fts5(wanted: &Wanted<'_>) -> String {
    let columns = match wanted.within {
        Within::Heads => "{heads}",
        Within::Open => "{heads words}",
        Within::Notes => "{heads words notes}",
    };
    let words = wanted.words.iter().map(|(word, prefix)| {
        let star = if prefix { " *" } else { "" };
        format!("{columns} : \"{word}\"{star}")
    });
    let institution = institution_facet(wanted.institution);
    let facets = wanted.facets.iter().chain([&institution]);
    let facets = facets.map(|it| format!("facets : \"{it}\""));
    words.chain(facets).collect::<Vec<_>>().join(" AND ")
}

/// The query for PostgreSQL.
fn tsquery(wanted: &Wanted<'_>) -> String {
    let weights = match wanted.within {
        Within::Heads => "A",
        Within::Open => "AB",
        Within::Notes => "ABC",
    };
    let words = wanted.words.iter().map(|(word, prefix)| {
        let star = if prefix { "*" } else { "" };
        format!("'{word}':{star}{weights}")
    });
    let institution = institution_facet(wanted.institution);
    let facets = wanted.facets.iter().chain([&institution]).map(|it| format!("'{it}':D"));
    words.chain(facets).collect::<Vec<_>>().join(" & ")
}

/// Writes documents; one that is there already is replaced.
pub(super) async fn write(
    db: &impl ConnectionTrait,
    documents: Vec<Document>,
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut left = documents.into_iter().peekable();
    while left.peek().is_some() {
        let some: Vec<Document> = left.by_ref().take(CHUNK).collect();
        db.execute_raw(insert(backend, some)).await?;
    }
    Ok(())
}

fn insert(backend: DbBackend, some: Vec<Document>) -> Statement {
    let count = some.len();
    if backend == DbBackend::Sqlite {
        let rows = vec!["(?, ?, ?, ?, ?)"; count].join(", ");
        let sql = format!(
            "INSERT OR REPLACE INTO evidence_index (rowid, heads, words, notes, facets) VALUES {rows}"
        );
        let values = some.into_iter().flat_map(|it| {
            [it.id.into(), it.heads.into(), it.words.into(), it.notes.into(), it.facets.into()]
        });
        return Statement::from_sql_and_values(backend, sql, values.collect::<Vec<Value>>());
    }
    let rows: Vec<String> =
        (0..count).map(|it| format!("(${}, ${}::tsvector)", it * 2 + 1, it * 2 + 2)).collect();
    let sql = format!(
        "INSERT INTO evidence_index (evidence_id, words) VALUES {} \
         ON CONFLICT (evidence_id) DO UPDATE SET words = excluded.words",
        rows.join(", ")
    );
    let values = some.into_iter().flat_map(|it| [it.id.into(), vector(&it).into()]);
    Statement::from_sql_and_values(backend, sql, values.collect::<Vec<Value>>())
}

/// A document as PostgreSQL writes vectors: each word with a place for every column that has it.
fn vector(of: &Document) -> String {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let columns = [(&of.heads, "1A"), (&of.words, "2B"), (&of.notes, "3C"), (&of.facets, "4D")];
    for (words, place) in columns {
        for word in words.split(' ').filter(|it| !it.is_empty()) {
            places.entry(word).or_default().push(place);
        }
    }
    let words = places.iter().map(|(word, places)| format!("'{word}':{}", places.join(",")));
    words.collect::<Vec<_>>().join(" ")
}

/// Empties the index.
pub(super) async fn clear(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let sql = if db.get_database_backend() == DbBackend::Sqlite {
        "INSERT INTO evidence_index (evidence_index) VALUES ('delete-all')"
    } else {
        "DELETE FROM evidence_index"
    };
    db.execute_unprepared(sql).await.map(drop)
}

/// Ids of items behind `after` that the index does not know, the lowest first.
pub(super) fn missing(backend: DbBackend, after: i64, most: u64) -> Statement {
    // A table without contents tells what it has only through the table behind it.
    let (known, mark) = if backend == DbBackend::Sqlite {
        ("SELECT 1 FROM evidence_index_docsize known WHERE known.id = it.id", "?")
    } else {
        ("SELECT 1 FROM evidence_index known WHERE known.evidence_id = it.id", "$1")
    };
    let sql = format!(
        "SELECT it.id AS id FROM evidence_item it WHERE it.id > {mark} AND NOT EXISTS ({known}) \
         ORDER BY it.id LIMIT {most}"
    );
    Statement::from_sql_and_values(backend, sql, [after.into()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_never_is_an_operator() {
        let words = Words::of("NEAR(a OR \"b\") title:* -plan");
        let wanted = Wanted {
            institution: InstitutionId(7),
            words: &words,
            within: Within::Open,
            facets: &["y2024".to_owned()],
        };
        assert_eq!(
            fts5(&wanted),
            "{heads words} : \"near\" AND {heads words} : \"a\" AND {heads words} : \"or\" AND \
             {heads words} : \"b\" AND {heads words} : \"title\" AND {heads words} : \"plan\" * AND \
             facets : \"y2024\" AND facets : \"i7\""
        );
        assert_eq!(
            tsquery(&wanted),
            "'near':AB & 'a':AB & 'or':AB & 'b':AB & 'title':AB & 'plan':*AB & 'y2024':D & 'i7':D"
        );
    }
}
