//! Writing a note, and changing a draft.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use maud::html;
use sea_orm::ConnectionTrait;

use super::Seen;
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::entities::{NoteKind, assessment, edition, note, user};
use crate::language::Language;
use crate::notes::forms::{NoteForm, Written};
use crate::notes::moves::NoteState;
use crate::notes::store;
use crate::paths::{EditNote, NewNote, Note, Notes};
use crate::standards::store::Whole;
use crate::tailoring;
use crate::web::components::{Fields, options, submit};
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// What the form is made from.
struct Offered {
    of: assessment::Model,
    whole: Whole,
    people: Vec<user::Model>,
}

impl Offered {
    /// For who reviews in the assessment; five queries at most.
    async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        (of, edition): (assessment::Model, edition::Model),
    ) -> Result<Self> {
        visitor.require_on(Action::RateReview, &of)?;
        let whole = tailoring::store::whole(db, &of, edition).await?;
        let people = store::people(db, of.institution_id).await?;
        Ok(Self { of, whole, people })
    }

    fn check(&self, visitor: &Visitor, form: &NoteForm) -> Result<Written, Problems> {
        let withheld = visitor.withheld(self.of.id);
        form.check(&self.whole, &self.people, |it| withheld.covers(it))
    }

    fn page(
        &self,
        visitor: &Visitor,
        (to, form): (String, &NoteForm),
        problems: &Problems,
    ) -> Page {
        let language = visitor.language;
        let field = Fields { language, problems };
        let mut people = vec![(String::new(), "–".to_owned())];
        people.extend(self.people.iter().map(|it| (it.id.to_string(), it.name.clone())));
        let kinds = options(language, NoteKind::ALL, NoteKind::code);
        let body = html! {
            form.panel method="post" action=(to) data-guard {
                input type="hidden" name="seen" value=(form.seen);
                div.row {
                    (field.choice("kind", "note-kind", &kinds, &form.kind))
                    (field.date("held_on", "note-held-on", &form.held_on).required())
                    (field.text("place", "note-place", &form.place).required())
                }
                (field.text("title", "note-title", &form.title).required())
                (field.text("people", "note-people", &form.people).required().hint("note-people-hint"))
                (field.text("criteria", "note-criteria", &form.criteria).required().hint("note-criteria-hint"))
                (field.area("text", "note-text", &form.text).required())
                div.row {
                    (field.choice("person", "note-person", &people, &form.person))
                    (field.text("counterpart", "note-counterpart-paper", &form.counterpart).hint("note-counterpart-hint"))
                }
                (submit(language.text("note-save")))
            }
        };
        let assessment = self.of.id;
        within(visitor, &self.of, language.text("note-new"), body)
            .under(Notes { assessment }, language.text("notes"))
    }
}

/// The form for a new note; `criteria` may be given. Who writes none goes to those that there are.
pub async fn new(
    NewNote { assessment }: NewNote,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<NoteForm>,
) -> Result<Response> {
    let found = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    if !visitor.may_on(Action::RateReview, &found.0) {
        return Ok(see(Notes { assessment }));
    }
    let offered = Offered::of(&app.db.read, &visitor, found).await?;
    let to = NewNote { assessment }.to_string();
    Ok(offered.page(&visitor, (to, &form), &Problems::default()).into_response())
}

/// Begins a note.
pub async fn create(
    NewNote { assessment }: NewNote,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let may =
        |visitor: &Visitor, it: &assessment::Model| visitor.require_on(Action::RateReview, it);
    let (alone, ()) = alone(&app, &visitor, assessment, may).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let offered = Offered::of(change.tx(), &visitor, (it, edition)).await?;
    let written = match offered.check(&visitor, &form) {
        Ok(written) => written,
        Err(problems) => {
            let to = NewNote { assessment }.to_string();
            return Ok(offered.page(&visitor, (to, &form), &problems).refused());
        }
    };
    let note = store::save(&mut change, &offered.of, None, visitor.id, written).await?;
    change.commit().await?;
    Ok(see_with(Note { note }, "done-note-saved"))
}

/// A draft of one's own, and what its form is made from.
async fn draft(app: &App, visitor: &Visitor, note: EditNote) -> Result<(Seen, Offered)> {
    let mut seen = Seen::find(app, visitor, note.note).await?;
    if seen.it.user_id != visitor.id {
        return Err(Error::Forbidden);
    }
    refuse_signed(visitor.language, &seen.it)?;
    let found = seen.of.take().ok_or(Error::NotFound)?;
    let offered = Offered::of(&app.db.read, visitor, found).await?;
    Ok((seen, offered))
}

fn refuse_signed(language: Language, it: &note::Model) -> Result<()> {
    match NoteState::of(it) {
        NoteState::Draft => Ok(()),
        _ => Err(Error::Refused(language.text("problem-note-signed"))),
    }
}

/// The form of a draft; whoever cannot change the note goes to the note.
pub async fn edit(note: EditNote, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let it = Seen::find(&app, &visitor, note.note).await?.it;
    if it.user_id != visitor.id || NoteState::of(&it) != NoteState::Draft {
        return Ok(see(Note { note: note.note }));
    }
    let (seen, offered) = draft(&app, &visitor, note).await?;
    let it = seen.it;
    let codes: Vec<&str> = seen.criteria.iter().map(|it| it.code.as_str()).collect();
    let form = NoteForm {
        kind: it.kind.to_string(),
        title: it.title,
        held_on: it.held_on.to_string(),
        place: it.place,
        people: it.people,
        text: it.text,
        criteria: codes.join(", "),
        person: it.counterpart_id.map(|it| it.to_string()).unwrap_or_default(),
        counterpart: it.counterpart,
        seen: it.edits.to_string(),
    };
    let page = offered.page(&visitor, (note.to_string(), &form), &Problems::default());
    Ok(page.into_response())
}

/// Saves a draft again.
pub async fn update(
    note: EditNote,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let (seen, _) = draft(&app, &visitor, note).await?;
    let may =
        |visitor: &Visitor, it: &assessment::Model| visitor.require_on(Action::RateReview, it);
    let (alone, ()) = alone(&app, &visitor, seen.it.assessment_id, may).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let (held, _) = store::find(change.tx(), note.note).await?;
    refuse_signed(visitor.language, &held)?;
    let offered = Offered::of(change.tx(), &visitor, (it, edition)).await?;
    let written = match offered.check(&visitor, &form) {
        Ok(written) => written,
        Err(problems) => {
            return Ok(offered.page(&visitor, (note.to_string(), &form), &problems).refused());
        }
    };
    if form.seen != held.edits.to_string() {
        let mut problems = Problems::default();
        problems.add("text", Problem::Other("problem-note-meanwhile"));
        return Ok(offered.page(&visitor, (note.to_string(), &form), &problems).refused());
    }
    store::save(&mut change, &offered.of, Some(held), visitor.id, written).await?;
    change.commit().await?;
    Ok(see_with(Note { note: note.note }, "done-note-saved"))
}
