//! The index of words: the same questions to FTS5 of SQLite and to the full text of PostgreSQL.

use std::collections::BTreeMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait as _, Func, Order, Query, SelectStatement};
use sea_orm::{DbBackend, Statement, Value};

use super::Words;
use super::document::{Document, institution_facet};
use crate::entities::{EvidenceId, InstitutionId};

/// Rows of one insert.
const CHUNK: usize = 200;
/// The column of FTS5 with what items are called.
const HEADS: &str = "{heads}";

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
#[derive(Clone, Debug)]
pub struct Wanted {
    /// In which institution; in all of them where that is left to whoever asks.
    pub institution: Option<InstitutionId>,
    pub words: Words,
    pub within: Within,
    /// Not what is called by the words.
    pub is_uncalled: bool,
    /// Facets that all must be there.
    pub facets: Vec<String>,
}

impl Wanted {
    /// The facets, that of the institution being the last.
    fn all_facets(&self) -> impl Iterator<Item = String> {
        self.facets.iter().cloned().chain(self.institution.map(institution_facet))
    }
}

/// The id of an item in the index.
pub fn id(backend: DbBackend) -> Expr {
    Expr::cust(if backend == DbBackend::Sqlite {
        "evidence_index.rowid"
    } else {
        "evidence_index.evidence_id"
    })
}

/// Looks up in the index what is wanted.
pub fn look_up(backend: DbBackend, wanted: &Wanted, select: &mut SelectStatement) {
    let custom = |it: &'static str| BinOper::Custom(it);
    let is_match = if backend == DbBackend::Sqlite {
        Expr::cust("evidence_index").binary(custom("MATCH"), fts5(wanted))
    } else {
        let asked = Expr::val(tsquery(wanted)).cast_as("tsquery");
        Expr::cust("evidence_index.words").binary(custom("@@"), asked)
    };
    select.from("evidence_index").and_where(is_match);
}

/// Ids of items that have what is wanted, the newest first, so many at most. Reading along the index it is never slower for
/// what half of all items have than for what few have.
pub fn matching(backend: DbBackend, wanted: &Wanted, most: u64) -> SelectStatement {
    let mut select = Query::select();
    look_up(backend, wanted, &mut select);
    select.expr_as(id(backend), "id").order_by_expr(id(backend), Order::Desc).limit(most);
    select
}

/// The same, read. They come as one row: SQLite's driver hands each from thread to thread.
pub async fn ids(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    most: u64,
) -> Result<Vec<EvidenceId>, DbErr> {
    let backend = db.get_database_backend();
    let all = if backend == DbBackend::Sqlite { "json_group_array" } else { "json_agg" };
    let packed = Func::cust(all).arg(Expr::cust("found.id"));
    let select = Query::select()
        .expr_as(Expr::from(packed).cast_as("text"), "ids")
        .from_subquery(matching(backend, wanted, most), "found")
        .to_owned();
    let row = db.query_one(&select).await?;
    let text: Option<String> = row.map_or(Ok(None), |it| it.try_get("", "ids"))?;
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|it| DbErr::Json(it.to_string()))
}

/// How many items have what is wanted, counted so far at most, and the oldest of those counted; one query.
pub async fn counted(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    most: u64,
) -> Result<(u64, EvidenceId), DbErr> {
    let select = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), "number")
        .expr_as(Expr::cust("MIN(found.id)"), "oldest")
        .from_subquery(matching(db.get_database_backend(), wanted, most), "found")
        .to_owned();
    let Some(row) = db.query_one(&select).await? else { return Ok((0, EvidenceId(0))) };
    let number: i64 = row.try_get("", "number")?;
    let oldest: Option<EvidenceId> = row.try_get("", "oldest")?;
    Ok((number.try_into().unwrap_or_default(), oldest.unwrap_or(EvidenceId(0))))
}

/// The query for FTS5. Words are of letters and digits only and stand in quotes, so none is an operator.
fn fts5(wanted: &Wanted) -> String {
    let words = |columns: &'static str| {
        wanted.words.iter().map(move |(word, prefix)| {
            let star = if prefix { " *" } else { "" };
            format!("{columns} : \"{word}\"{star}")
        })
    };
    let columns = match wanted.within {
        Within::Heads => HEADS,
        Within::Open => "{heads words}",
        Within::Notes => "{heads words notes}",
    };
    let facets = wanted.all_facets().map(|it| format!("facets : \"{it}\""));
    let asked = words(columns).chain(facets).collect::<Vec<_>>().join(" AND ");
    if wanted.is_uncalled {
        format!("({asked}) NOT ({})", words(HEADS).collect::<Vec<_>>().join(" AND "))
    } else {
        asked
    }
}

/// The query for PostgreSQL.
fn tsquery(wanted: &Wanted) -> String {
    let words = |weights: &'static str| {
        wanted.words.iter().map(move |(word, prefix)| {
            let star = if prefix { "*" } else { "" };
            format!("'{word}':{star}{weights}")
        })
    };
    let weights = match wanted.within {
        Within::Heads => "A",
        Within::Open => "AB",
        Within::Notes => "ABC",
    };
    let facets = wanted.all_facets().map(|it| format!("'{it}':D"));
    let asked = words(weights).chain(facets).collect::<Vec<_>>().join(" & ");
    if wanted.is_uncalled {
        format!("({asked}) & !({})", words("A").collect::<Vec<_>>().join(" & "))
    } else {
        asked
    }
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
            institution: Some(InstitutionId(7)),
            words,
            within: Within::Open,
            is_uncalled: false,
            facets: vec!["y2024".to_owned()],
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

    #[test]
    fn what_only_says_the_words_is_what_is_not_called_by_all_of_them() {
        let wanted = Wanted {
            institution: None,
            words: Words::of("a plan"),
            within: Within::Open,
            is_uncalled: true,
            facets: vec![],
        };
        assert_eq!(
            fts5(&wanted),
            "({heads words} : \"a\" AND {heads words} : \"plan\" *) NOT \
             ({heads} : \"a\" AND {heads} : \"plan\" *)"
        );
        assert_eq!(tsquery(&wanted), "('a':AB & 'plan':*AB) & !('a':A & 'plan':*A)");
    }
}
