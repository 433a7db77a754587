//! The qualifications of an institution, and one with its coverage matrix and the holes in view.

use axum::extract::State;
use maud::{Markup, html};

use super::coverage::{self, Hole};
use super::{Names, Whole, store};
use crate::access::Action;
use crate::app::App;
use crate::entities::{Domain, Titles, learning_outcome};
use crate::language::Language;
use crate::paths::{Imports, Qualification, Qualifications};
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// All of an institution's.
pub async fn list(
    Qualifications { institution }: Qualifications,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::Read, institution)?;
    let language = visitor.language;
    let found = store::list(&app.db.read, institution).await?;
    let import = visitor
        .may(Action::KeepEvidence, institution)
        .then(|| html! { a.button href=(Imports { institution }) { (language.text("qualification-import")) } });
    let body = html! {
        @if found.is_empty() { (nothing(language.text("qualifications-empty"), import)) }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("qualification-code")) }
                    th scope="col" { (language.text("qualification-title")) }
                    th scope="col" { (language.text("qualification-nqf")) }
                    th scope="col" { (language.text("qualification-eqf")) }
                    th scope="col" { (language.text("evidence-valid-until")) }
                } }
                tbody { @for it in &found { tr {
                    th scope="row" { a href=(Qualification { qualification: it.id }) { (it.code) } }
                    td { (it.title.get(language)) }
                    td { (it.nqf_level) }
                    td { (it.eqf_level) }
                    td.date { (it.valid_until.map_or("–".into(), |day| language.date(day))) }
                } } }
            } }
        }
    };
    Ok(Page::new(&visitor, language.text("nav-qualifications"), body)
        .in_institution(&visitor, institution))
}

/// One qualification.
pub async fn show(
    Qualification { qualification }: Qualification,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let institutions = visitor.memberships.iter().map(|it| it.institution);
    let found = store::find(&app.db.read, institutions, qualification).await?;
    let institution = found.institution_id;
    visitor.require(Action::Read, institution)?;
    let language = visitor.language;
    let whole = store::whole(&app.db.read, found).await?;
    let names = store::names(&app.db.read, &whole.qualification).await?;
    let holes = coverage::holes(&whole, language);
    let body = html! {
        (facts(language, &whole, &names))
        (hole_list(language, &holes))
        h2 { (language.text("coverage")) }
        (matrix(language, &whole))
        h2 { (language.text("units")) }
        @for unit in &whole.units {
            @let own: Vec<_> = whole.outcomes.iter().filter(|it| it.unit_id == unit.id).collect();
            section.panel {
                h3 { (unit.code) " " (unit.title.get(language)) }
                p.faint {
                    @if let Some(credits) = unit.credits { (language.text("qualification-credits")) ": " (language.tenths(credits)) " · " }
                    @if let Some(hours) = unit.hours { (language.text("unit-hours")) ": " (language.tenths(hours)) " · " }
                    (language.text(if unit.compulsory { "unit-compulsory" } else { "unit-elective" }))
                }
                ul { @for outcome in own { (outcome_item(language, &whole, outcome)) } }
            }
        }
    };
    let title = whole.qualification.title.get(language).to_owned();
    Ok(Page::new(&visitor, title, body)
        .in_institution(&visitor, institution)
        .under(Qualifications { institution }, language.text("nav-qualifications"))
        .wide())
}

fn facts(language: Language, whole: &Whole, names: &Names) -> Markup {
    let it = &whole.qualification;
    let day = |day: Option<chrono::NaiveDate>| day.map_or("–".into(), |day| language.date(day));
    html! {
        dl.facts {
            dt { (language.text("qualification-code")) } dd { (it.code) }
            dt { (language.text("qualification-title")) }
            dd { ul {
                @for (tag, title) in it.title.iter() { li lang=(tag) { (title) } }
            } }
            dt { (language.text("qualification-type")) } dd { (named(language, &it.kind, names.kind.as_ref())) }
            dt { (language.text("qualification-nqf")) } dd { (named(language, &it.nqf_level, names.nqf.as_ref())) }
            dt { (language.text("qualification-eqf")) } dd { (named(language, &it.eqf_level, names.eqf.as_ref())) }
            dt { (language.text("qualification-credits")) } dd { (it.credits.map_or("–".into(), |it| language.tenths(it))) }
            dt { (language.text("qualification-body")) } dd { (it.awarding_body) }
            dt { (language.text("evidence-valid-from")) } dd { (day(it.valid_from)) }
            dt { (language.text("evidence-valid-until")) } dd { (day(it.valid_until)) }
        }
    }
}

/// A code with what its framework calls it.
fn named(language: Language, code: &str, name: Option<&(Titles, Titles)>) -> Markup {
    html! {
        @if code.is_empty() { "–" } @else { (code) }
        @if let Some((title, summary)) = name {
            " · " (title.get(language)) " " span.faint { (summary.get(language)) }
        }
    }
}

fn hole_list(language: Language, holes: &[Hole]) -> Markup {
    html! {
        h2 { (language.text("holes")) }
        @if holes.is_empty() { p { (badge("good", language.text("holes-none"))) } }
        @else {
            ul { @for it in holes { li {
                (badge(it.kind.tone(), language.word(&it.kind))) " " strong { (it.code) } " " (it.words)
            } } }
        }
    }
}

fn matrix(language: Language, whole: &Whole) -> Markup {
    let rows = coverage::matrix(whole);
    // A duty is said once, over all of its tasks, as long as they stand together.
    let duties: Vec<_> = rows.chunk_by(|one, other| one.duty == other.duty).collect();
    html! {
        @if rows.is_empty() { p.faint { (language.text("coverage-none")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("duty")) }
                    th scope="col" { (language.text("task")) }
                    @for unit in &whole.units {
                        th scope="col" title=(unit.title.get(language)) { (unit.code) }
                    }
                } }
                @for tasks in duties { tbody { @for (place, row) in tasks.iter().enumerate() { tr {
                    @if place == 0 { th scope="rowgroup" rowspan=(tasks.len()) { (row.duty) } }
                    th scope="row" { (row.code) " " (row.statement) @if row.is_hole() { " " (badge("bad", language.text("hole"))) } }
                    @for cell in &row.cells { td { (cell.join(", ")) } }
                } } } }
            } }
        }
    }
}

fn outcome_item(language: Language, whole: &Whole, it: &learning_outcome::Model) -> Markup {
    let tone = match it.domain {
        Domain::Knowledge => "plain",
        Domain::Skills => "fair",
        Domain::Responsibility => "good",
    };
    let own: Vec<_> =
        whole.criteria.iter().filter(|criterion| criterion.outcome_id == it.id).collect();
    html! {
        li {
            strong { (it.code) } " " (it.statement) " " (badge(tone, language.word(&it.domain)))
            @if own.is_empty() { p { (badge("bad", language.text("hole-outcome_without_criteria"))) } }
            @else { ul { @for criterion in own { li { (criterion.code) " " (criterion.statement) } } } }
        }
    }
}
