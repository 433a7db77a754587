//! The moves that were made: who, when, why, and what was missing all the same.

use std::collections::HashMap;

use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::accounts;
use crate::entities::{AssessmentId, UserId, stage_move};
use crate::language::Language;
use crate::stages::{store, words};
use crate::web::components::Paging;

/// A page of the moves.
pub(super) struct Past {
    rows: Vec<stage_move::Model>,
    total: u64,
    names: HashMap<UserId, String>,
}

impl Past {
    /// Reads it; three queries.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        assessment: AssessmentId,
        paging: Paging,
    ) -> Result<Self, DbErr> {
        let (rows, total) = store::history(db, assessment, paging).await?;
        let names = accounts::store::names(db, rows.iter().filter_map(|it| it.user_id)).await?;
        Ok(Self { rows, total, names })
    }

    pub(super) fn table(&self, language: Language, paging: Paging) -> Markup {
        let name = |it: &stage_move::Model| {
            it.user_id.and_then(|it| self.names.get(&it)).map_or("–", String::as_str)
        };
        html! {
            h2 { (language.text("stage-history")) }
            @if self.total == 0 { p.faint { (language.text("stage-history-none")) } }
            @else {
                div.scroll tabindex="0" { table.stack {
                    thead { tr {
                        th scope="col" { (language.text("stage-when")) }
                        th scope="col" { (language.text("stage-who")) }
                        th scope="col" { (language.text("stage-from")) }
                        th scope="col" { (language.text("stage-to")) }
                        th scope="col" { (language.text("stage-reason")) }
                    } }
                    tbody { @for it in &self.rows { tr {
                        td { (language.moment(it.recorded_at)) }
                        td data-label=(language.text("stage-who")) { (name(it)) }
                        td data-label=(language.text("stage-from")) { (language.word(&it.from_stage)) }
                        td data-label=(language.text("stage-to")) { (language.word(&it.to_stage)) }
                        td { (it.reason) (overridden(language, it)) }
                    } } }
                } }
                (paging.pager(language, self.total, ""))
            }
        }
    }
}

fn overridden(language: Language, it: &stage_move::Model) -> Markup {
    let all: Vec<_> = it.overridden.0.iter().map(|it| words::overridden(language, it)).collect();
    html! {
        @if !all.is_empty() {
            p.hint { (language.with("stage-overridden", [("what", all.join(", ").into())])) }
        }
    }
}
